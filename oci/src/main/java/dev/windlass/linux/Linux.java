// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// System calls on paths that the JDK does not offer. Each throws [LinuxException] with the call,
/// the path and the kernel's words. None follows a symbolic link at the end of a path, except
/// [#mode].
public final class Linux {
  public static final long MS_RDONLY = 1;
  public static final long MS_NOSUID = 2;
  public static final long MS_NODEV = 4;
  public static final long MS_NOEXEC = 8;
  public static final long MS_REMOUNT = 32;
  public static final long MS_BIND = 4096;
  public static final long MS_REC = 16384;
  public static final long MS_PRIVATE = 1 << 18;
  public static final long MS_SLAVE = 1 << 19;

  /// Takes a mount out of sight at once and ends it when nobody uses it.
  public static final int MNT_DETACH = 2;

  public static final int S_IFIFO = 0010000;
  public static final int S_IFCHR = 0020000;
  public static final int S_IFBLK = 0060000;

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;

  // Numbers above 423 are the same on all architectures; glibc has functions for them only since
  // 2.36.
  private static final int NR_OPEN_TREE = 428;
  private static final int NR_MOVE_MOUNT = 429;
  private static final int NR_FSOPEN = 430;
  private static final int NR_FSCONFIG = 431;
  private static final int NR_FSMOUNT = 432;
  private static final int NR_MOUNT_SETATTR = 442;

  private static final int OPEN_TREE_CLONE = 1;
  private static final int CLOEXEC = 02000000;
  private static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
  private static final long MOUNT_ATTR_IDMAP = 0x00100000;
  private static final int MOUNT_ATTR_BYTES = 32;
  private static final int FSCONFIG_SET_STRING = 1;
  private static final int FSCONFIG_CMD_CREATE = 6;
  private static final int LONGEST_ATTRIBUTE = 65536;

  private static final Call MOUNT = Call.of("mount", 5);
  private static final Call UMOUNT2 = Call.of("umount2", 2);
  private static final Call MKNOD = Call.of("mknod", 3);
  private static final Call LSETXATTR = Call.of("lsetxattr", 5);
  private static final Call LGETXATTR = Call.of("lgetxattr", 4);
  private static final Call WRITE = Call.of("write", 3);
  private static final Call LCHOWN = Call.of("lchown", 3);
  private static final Call CHMOD = Call.of("chmod", 2);
  private static final Call UTIMENSAT = Call.of("utimensat", 4);
  private static final Call OPEN_TREE = Call.raw("open_tree", 3);
  private static final Call MOVE_MOUNT = Call.raw("move_mount", 5);
  private static final Call FSOPEN = Call.raw("fsopen", 2);
  private static final Call FSCONFIG = Call.raw("fsconfig", 5);
  private static final Call FSMOUNT = Call.raw("fsmount", 3);
  private static final Call MOUNT_SETATTR = Call.raw("mount_setattr", 5);

  private Linux() {}

  /// @param flags of the `MS_` kind
  /// @param options as in `mount -o`, for the file system
  public static void mount(String source, Path target, String type, long flags, String options)
      throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      MOUNT.on(
          target.toString(),
          arena.allocateFrom(source).address(),
          address(arena, target),
          arena.allocateFrom(type).address(),
          flags,
          arena.allocateFrom(options).address());
    }
  }

  /// @param flags 0 or [#MNT_DETACH]
  public static void unmount(Path target, int flags) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      UMOUNT2.on(target.toString(), address(arena, target), flags);
    }
  }

  /// Makes a fifo or device.
  ///
  /// @param mode one of the `S_IF` kinds and the permissions
  /// @param device as [#device] tells it
  public static void makeNode(Path path, int mode, long device) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      MKNOD.on(path.toString(), address(arena, path), mode, device);
    }
  }

  /// Writes one byte to whoever reads a fifo, and does not wait for anybody to.
  ///
  /// @throws LinuxException [LinuxException#ENXIO] when nobody does
  public static void tell(Path fifo) throws LinuxException {
    try (var arena = Arena.ofConfined();
        var open = Fd.openFifo(fifo)) {
      WRITE.on(fifo.toString(), open.number(), arena.allocate(1).address(), 1);
    }
  }

  /// The number of a device, as glibc's `makedev` puts it together.
  public static long device(int major, int minor) {
    long high = Integer.toUnsignedLong(major);
    long low = Integer.toUnsignedLong(minor);
    return (low & 0xff) | (high & 0xfff) << 8 | (low & ~0xffL) << 12 | (high & ~0xfffL) << 32;
  }

  public static void attribute(Path path, String key, byte[] value) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      setAttribute(arena, path.toString(), arena.allocateFrom(path.toString()), key, value);
    }
  }

  static void setAttribute(Arena arena, String name, MemorySegment path, String key, byte[] value)
      throws LinuxException {
    LSETXATTR.on(
        name + " " + key,
        path.address(),
        arena.allocateFrom(key).address(),
        arena.allocateFrom(ValueLayout.JAVA_BYTE, value).address(),
        value.length,
        0);
  }

  /// An extended attribute, empty if there is none of that key.
  public static Optional<byte[]> attribute(Path path, String key) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      var value = arena.allocate(LONGEST_ATTRIBUTE);
      int length =
          LGETXATTR.on(
              path + " " + key,
              address(arena, path),
              arena.allocateFrom(key).address(),
              value.address(),
              LONGEST_ATTRIBUTE);
      return Optional.of(value.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    } catch (LinuxException e) {
      if (e.number() == LinuxException.ENODATA) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public static void owner(Path path, int user, int group) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      LCHOWN.on(path.toString(), address(arena, path), user, group);
    }
  }

  /// Permissions with the setuid, setgid and sticky bits.
  public static void mode(Path path, int bits) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      CHMOD.on(path.toString(), address(arena, path), bits);
    }
  }

  public static void modified(Path path, long seconds, int nanos) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      UTIMENSAT.on(
          path.toString(),
          AT_FDCWD,
          address(arena, path),
          Scratch.mine().times(seconds, nanos),
          AT_SYMLINK_NOFOLLOW);
    }
  }

  /// Tells this start of the machine from all others.
  public static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  /// A bind mount of this folder that is attached nowhere yet.
  public static Fd cloneMount(Path folder) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      int fd =
          OPEN_TREE.on(
              folder.toString(),
              NR_OPEN_TREE,
              AT_FDCWD,
              address(arena, folder),
              OPEN_TREE_CLONE | CLOEXEC);
      return new Fd(fd, folder.toString());
    }
  }

  /// Makes a detached mount show owners through the map of a user namespace.
  public static void mapIds(Fd mount, Fd userNamespace) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      var attributes = arena.allocate(ValueLayout.JAVA_LONG, 4); // set, clear, propagation, userns
      attributes.setAtIndex(ValueLayout.JAVA_LONG, 0, MOUNT_ATTR_IDMAP);
      attributes.setAtIndex(ValueLayout.JAVA_LONG, 3, userNamespace.number());
      MOUNT_SETATTR.on(
          "fd " + mount.number(),
          NR_MOUNT_SETATTR,
          mount.number(),
          arena.allocateFrom("").address(),
          AT_EMPTY_PATH,
          attributes.address(),
          MOUNT_ATTR_BYTES);
    }
  }

  /// Attaches a detached mount.
  public static void attach(Fd mount, Path target) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      MOVE_MOUNT.on(
          target.toString(),
          NR_MOVE_MOUNT,
          mount.number(),
          arena.allocateFrom("").address(),
          AT_FDCWD,
          address(arena, target),
          MOVE_MOUNT_F_EMPTY_PATH);
    }
  }

  /// Makes a detached mount by way of `fsopen`, which has no limit on the length of all options
  /// together. A key may come more than once.
  public static Fd makeMount(String type, List<Map.Entry<String, String>> options)
      throws LinuxException {
    try (var arena = Arena.ofConfined();
        var context =
            new Fd(FSOPEN.on(type, NR_FSOPEN, arena.allocateFrom(type).address(), 1), type)) {
      for (var option : options) {
        configure(arena, context, option.getKey(), option.getValue());
      }
      FSCONFIG.on(type, NR_FSCONFIG, context.number(), FSCONFIG_CMD_CREATE, 0, 0, 0);
      return new Fd(FSMOUNT.on(type, NR_FSMOUNT, context.number(), 1, 0), type);
    }
  }

  private static void configure(Arena arena, Fd context, String key, String value)
      throws LinuxException {
    FSCONFIG.on(
        key + "=" + value,
        NR_FSCONFIG,
        context.number(),
        FSCONFIG_SET_STRING,
        arena.allocateFrom(key).address(),
        arena.allocateFrom(value).address(),
        0);
  }

  private static long address(Arena arena, Path path) {
    return arena.allocateFrom(path.toString()).address();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;

/// An open folder and what can be done to the names in it. No call follows a symbolic link, so
/// whoever walks from folder to folder cannot be led astray.
///
/// File names on Linux are bytes in no known encoding, and the JDK refuses some of them. Here a
/// name is a string with one character (0 to 255) for each byte; see [#readable].
public final class Folder implements AutoCloseable {
  private static final Call OPENAT = Call.of("openat", 4);
  private static final Call MKDIRAT = Call.of("mkdirat", 3);
  private static final Call SYMLINKAT = Call.of("symlinkat", 3);
  private static final Call LINKAT = Call.of("linkat", 5);
  private static final Call MKNODAT = Call.of("mknodat", 4);
  private static final Call UNLINKAT = Call.of("unlinkat", 3);
  private static final Call READLINKAT = Call.of("readlinkat", 4);
  private static final Call FCHOWNAT = Call.of("fchownat", 5);
  private static final Call FCHMODAT = Call.of("fchmodat", 4);
  private static final Call UTIMENSAT = Call.of("utimensat", 4);

  // The values of O_DIRECTORY and O_NOFOLLOW are swapped pairwise on ARM.
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
  private static final int O_DIRECTORY = ARM ? 040000 : 0200000;
  private static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;
  private static final int O_WRONLY = 1;
  private static final int O_CREAT = 0100;
  private static final int O_EXCL = 0200;
  private static final int O_CLOEXEC = 02000000;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int LONGEST_PATH = 4096;

  private final Fd fd;
  private final Supplier<String> path;

  private Folder(Fd fd, Supplier<String> path) {
    this.fd = fd;
    this.path = path;
  }

  public static Folder open(Path path) throws LinuxException {
    return new Folder(Fd.open(path), path::toString);
  }

  /// The same folder, opened once more.
  public static Folder same(Folder folder) throws LinuxException {
    return folder.child(".");
  }

  /// A name as people can read it.
  public static String readable(String name) {
    return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  public Fd fd() {
    return fd;
  }

  /// Opens a folder in this one; fails with `ENOTDIR` or `ELOOP` on anything else. What was made
  /// with [#makeFolder] a moment ago has the umask applied; see [#mode].
  public Folder child(String name) throws LinuxException {
    return new Folder(open(name, O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0), in(name));
  }

  public void makeFolder(String name, int mode) throws LinuxException {
    MKDIRAT.about(in(name), fd.number(), Scratch.mine().name(name), mode);
  }

  /// Makes a file to write to; fails with `EEXIST` if the name is taken.
  ///
  /// @param mode its permissions, of which the umask takes some away
  public Fd makeFile(String name, int mode) throws LinuxException {
    return open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
  }

  private Fd open(String name, int flags, int mode) throws LinuxException {
    var path = in(name);
    return new Fd(OPENAT.about(path, fd.number(), Scratch.mine().name(name), flags, mode), path);
  }

  public void makeSymbolicLink(String name, String target) throws LinuxException {
    var scratch = Scratch.mine();
    SYMLINKAT.about(in(name), scratch.otherName(target), fd.number(), scratch.name(name));
  }

  /// A second name for a file.
  public void makeHardLink(String name, Folder there, String theName) throws LinuxException {
    var scratch = Scratch.mine();
    LINKAT.about(
        in(name),
        there.fd.number(),
        scratch.otherName(theName),
        fd.number(),
        scratch.name(name),
        0);
  }

  /// See [Linux#makeNode].
  public void makeNode(String name, int mode, long device) throws LinuxException {
    MKNODAT.about(in(name), fd.number(), Scratch.mine().name(name), mode, device);
  }

  public void removeFile(String name) throws LinuxException {
    remove(name, 0);
  }

  /// Fails with `ENOTEMPTY` if there is anything in it.
  public void removeFolder(String name) throws LinuxException {
    remove(name, AT_REMOVEDIR);
  }

  private void remove(String name, int flags) throws LinuxException {
    UNLINKAT.about(in(name), fd.number(), Scratch.mine().name(name), flags);
  }

  /// Where a symbolic link leads; fails with `EINVAL` if it is none.
  public String linkTarget(String name) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      var target = arena.allocate(LONGEST_PATH);
      int length =
          READLINKAT.about(
              in(name), fd.number(), Scratch.mine().name(name), target.address(), LONGEST_PATH);
      return new String(
          target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }
  }

  public void owner(String name, int user, int group) throws LinuxException {
    FCHOWNAT.about(
        in(name), fd.number(), Scratch.mine().name(name), user, group, AT_SYMLINK_NOFOLLOW);
  }

  /// Permissions with the setuid, setgid and sticky bits. Not for symbolic links, which have none.
  public void mode(String name, int bits) throws LinuxException {
    FCHMODAT.about(in(name), fd.number(), Scratch.mine().name(name), bits, 0);
  }

  public void modified(String name, long seconds, int nanos) throws LinuxException {
    var scratch = Scratch.mine();
    UTIMENSAT.about(
        in(name),
        fd.number(),
        scratch.name(name),
        scratch.times(seconds, nanos),
        AT_SYMLINK_NOFOLLOW);
  }

  /// Sets an extended attribute. There is no such call relative to a folder in kernels before 6.13;
  /// the way over `/proc` is the same to the kernel.
  public void attribute(String name, String key, byte[] value) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      var path = "/proc/self/fd/" + fd.number() + "/" + name;
      Linux.setAttribute(
          arena, in(name).get(), arena.allocateFrom(path, StandardCharsets.ISO_8859_1), key, value);
    }
  }

  /// The whole path, for messages.
  private Supplier<String> in(String name) {
    return () -> path.get() + "/" + readable(name);
  }

  @Override
  public void close() throws LinuxException {
    fd.close();
  }
}

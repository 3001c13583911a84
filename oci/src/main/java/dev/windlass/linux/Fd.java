// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.function.Supplier;

/// An open file, folder, mount or namespace. Whoever opened it closes it; not shared between
/// threads while it is being closed.
public final class Fd implements AutoCloseable {
  private static final Call OPEN = Call.of("open", 3);
  private static final Call CLOSE = Call.of("close", 1);
  private static final Call SYNCFS = Call.of("syncfs", 1);
  private static final Call FSYNC = Call.of("fsync", 1);
  private static final Call WRITE = Call.of("pwrite", 4);
  private static final Call TRUNCATE = Call.of("ftruncate", 2);
  private static final Call CHOWN = Call.of("fchown", 3);
  private static final Call CHMOD = Call.of("fchmod", 2);
  private static final Call FUTIMENS = Call.of("futimens", 2);
  private static final Call SETXATTR = Call.of("fsetxattr", 5);
  private static final Call REMOVEXATTR = Call.of("fremovexattr", 2);

  private static final int O_WRONLY = 1;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;

  private final int number;
  private final Supplier<String> name;
  private boolean open = true;

  Fd(int number, String name) {
    this(number, () -> name);
  }

  Fd(int number, Supplier<String> name) {
    this.number = number;
    this.name = name;
  }

  /// Opens a file or folder to read it.
  public static Fd open(Path path) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      var text = arena.allocateFrom(path.toString());
      return new Fd(OPEN.on(path.toString(), text.address(), O_CLOEXEC, 0), path.toString());
    }
  }

  /// Opens the writing end of a fifo, if somebody has the other.
  static Fd openFifo(Path path) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      var text = arena.allocateFrom(path.toString());
      int flags = O_WRONLY | O_NONBLOCK | O_CLOEXEC;
      return new Fd(OPEN.on(path.toString(), text.address(), flags, 0), path.toString());
    }
  }

  public int number() {
    return number;
  }

  /// Brings everything of the whole file system that this is on to the disk.
  public void syncFileSystem() throws LinuxException {
    SYNCFS.about(name, number);
  }

  /// Brings this file, or the names in this folder, to the disk.
  public void sync() throws LinuxException {
    FSYNC.about(name, number);
  }

  /// Writes all of these bytes.
  public void write(MemorySegment bytes, long at) throws LinuxException {
    for (long done = 0; done < bytes.byteSize(); ) {
      done += WRITE.about(name, number, bytes.address() + done, bytes.byteSize() - done, at + done);
    }
  }

  /// Makes the file this long; what was not written reads as zeros and takes no room.
  public void length(long bytes) throws LinuxException {
    TRUNCATE.about(name, number, bytes);
  }

  public void owner(int user, int group) throws LinuxException {
    CHOWN.about(name, number, user, group);
  }

  /// Permissions with the setuid, setgid and sticky bits.
  public void mode(int bits) throws LinuxException {
    CHMOD.about(name, number, bits);
  }

  /// When it was changed, and read, last.
  public void modified(long seconds, int nanos) throws LinuxException {
    FUTIMENS.about(name, number, Scratch.mine().times(seconds, nanos));
  }

  /// Sets an extended attribute.
  public void attribute(String key, byte[] value) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      SETXATTR.about(
          () -> name.get() + " " + key,
          number,
          arena.allocateFrom(key).address(),
          arena.allocateFrom(ValueLayout.JAVA_BYTE, value).address(),
          value.length,
          0);
    }
  }

  /// Removes an extended attribute, if it is there.
  public void removeAttribute(String key) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      REMOVEXATTR.about(name, number, arena.allocateFrom(key).address());
    } catch (LinuxException e) {
      if (e.number() != LinuxException.ENODATA && e.number() != LinuxException.ENOTSUP) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws LinuxException {
    if (open) {
      open = false; // Linux has closed it even when it reports an error
      closeOnce();
    }
  }

  /// Not again after a signal: the number may be that of somebody else's file by then.
  private void closeOnce() throws LinuxException {
    try {
      CLOSE.once(name, number);
    } catch (LinuxException e) {
      if (e.number() != LinuxException.EINTR) {
        throw e;
      }
    }
  }
}

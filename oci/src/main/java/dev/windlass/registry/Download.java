// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A blob on its way from the registry that a namespace is a cache of. One thread brings it, any
/// number read along: each may send on what is here, but for the end, which is given only when the
/// whole was found to be what the digest names. Safe to share between threads.
final class Download {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = new State.Asked(); // guarded by lock

  /// How far it came.
  sealed interface State {
    /// Nobody knows yet whether there is such a blob, or how long it is.
    record Asked() implements State {}

    /// @param file that grows
    /// @param here how much of it there is
    record Coming(Path file, long length, long here) implements State {}

    /// It is here, and is what it should be.
    record Kept(Path file, long length) implements State {}

    record Failed(Rejected why) implements State {}
  }

  /// What there is to read.
  record Source(Path file, long length) {}

  void became(State next) {
    lock.lock();
    try {
      state = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it is known how long the blob is. Throws [Rejected] when there is none.
  Source begun() throws IOException {
    lock.lock();
    try {
      while (true) {
        switch (state) {
          case State.Asked() -> changed.await();
          case State.Coming(var file, long length, _) -> {
            return new Source(file, length);
          }
          case State.Kept(var file, long length) -> {
            return new Source(file, length);
          }
          case State.Failed(var why) -> throw why;
        }
      }
    } catch (InterruptedException e) {
      throw Remotes.interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  /// Opens the file, also when it gets its final name just now.
  FileChannel open() throws IOException {
    var source = begun();
    try {
      return FileChannel.open(source.file(), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      readable(source.length(), source.length());
      return FileChannel.open(begun().file(), StandardOpenOption.READ);
    }
  }

  /// Waits until more can be sent than was, and says up to where. The last byte, `end - 1`, can be
  /// sent only when all is well.
  long readable(long sent, long end) throws IOException {
    lock.lock();
    try {
      while (true) {
        switch (state) {
          case State.Kept _ -> {
            return end;
          }
          case State.Failed(var why) ->
              throw new IOException("the blob did not come to its end", why);
          case State.Coming(_, _, long here) when Math.min(here, end - 1) > sent -> {
            return Math.min(here, end - 1);
          }
          case State.Coming _, State.Asked _ -> changed.await();
        }
      }
    } catch (InterruptedException e) {
      throw Remotes.interrupted(e);
    } finally {
      lock.unlock();
    }
  }
}

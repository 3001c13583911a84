// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Threads of which one at a time runs, and only until the next point at which a real machine could
/// stop it. Whoever drives them decides which goes on, so that a seed decides everything.
final class Fibers {
  private static final ScopedValue<Fiber> CURRENT = ScopedValue.newInstance();

  private Fibers() {}

  /// The process ended here.
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
      super("crash", null, false, false);
    }
  }

  /// What may throw anything.
  @FunctionalInterface
  interface Body {
    void run() throws Exception;
  }

  /// A place where others may go first, and where the process may end.
  static void point() {
    if (CURRENT.isBound()) {
      CURRENT.get().pause();
    }
  }

  /// One of them.
  static final class Fiber {
    private final Semaphore go = new Semaphore(0);
    private final Semaphore stopped = new Semaphore(0);
    private int points;
    private boolean crashed;
    private boolean interrupted;
    private boolean over;
    private @Nullable Throwable failure;

    Fiber(Body body) {
      Thread.startVirtualThread(() -> {
        go.acquireUninterruptibly();
        ScopedValue.where(CURRENT, this).run(() -> run(body));
        over = true;
        stopped.release();
      });
    }

    private void run(Body body) {
      try {
        if (!crashed) {
          body.run();
        }
      } catch (Crash expected) {
        return;
      } catch (Throwable e) {
        failure = e;
      }
    }

    private void pause() {
      points--;
      if (points > 0) {
        return;
      }
      stopped.release();
      go.acquireUninterruptibly();
      if (crashed) {
        throw new Crash();
      }
    }

    /// Lets it run over so many points; false when it is over. Throws what it threw.
    boolean step(int most) {
      points = most;
      go.release();
      stopped.acquireUninterruptibly();
      if (failure != null) {
        throw new AssertionError("it threw something", failure);
      }
      return !over;
    }

    /// It never comes back from where it is.
    void crash() {
      crashed = true;
      while (!over) {
        go.release();
        stopped.acquireUninterruptibly();
      }
    }

    void interrupt() {
      interrupted = true;
    }
  }

  /// Throws when somebody has interrupted this fiber; as a blocking call does.
  static void block() throws InterruptedException {
    point();
    if (CURRENT.isBound() && CURRENT.get().interrupted) {
      throw new InterruptedException();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The real [Alarm]: one thread that runs what is due. Actions must be quick, such as a nudge. Once
/// closed it rings no more.
public final class AlarmClock implements Alarm, AutoCloseable {
  private static final System.Logger log = System.getLogger(AlarmClock.class.getName());

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("windlass-alarm").daemon().factory());

  @Override
  public void ring(Duration after, Runnable action) {
    try {
      var _ = thread.schedule(() -> run(action), after.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return; // nobody is left who could act on it
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      log.log(WARNING, "an alarm had an effect that nobody wanted", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What a registry does by itself from time to time, in threads of its own: while one tidies up,
/// the other writes down what is counted.
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Upkeep.class.getName());

  private static final int THREADS = 2;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("registry-upkeep").factory());

  private Upkeep() {}

  static Upkeep start(Meter meter, CleanUp cleanUp, Sweep sweep) {
    var upkeep = new Upkeep();
    upkeep.every(SECOND.multipliedBy(5), SECOND.multipliedBy(5), meter::flush);
    upkeep.every(MINUTE, HOUR, cleanUp::runDaily); // soon, for who starts anew every day
    upkeep.every(HOUR, HOUR, sweep::run); // before that, everything may have been asked for
    return upkeep;
  }

  private interface Chore {
    void run() throws IOException;
  }

  private void every(Duration first, Duration pause, Chore chore) {
    var _ =
        threads.scheduleWithFixedDelay(
            () -> attempt(chore), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Trouble of today is no reason not to try again tomorrow.
  private static void attempt(Chore chore) {
    try {
      chore.run();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the registry could not tidy up", e);
    }
  }

  /// Waits for what is being done, and has it end early.
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}

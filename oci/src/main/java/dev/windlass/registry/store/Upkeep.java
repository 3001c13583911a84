// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What a registry does by itself from time to time, in threads of its own: while one tidies up,
/// the other writes down what is counted.
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Upkeep.class.getName());

  private static final int THREADS = 2;

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("registry-upkeep").factory());

  private Upkeep() {}

  static Upkeep start(Meter meter, CleanUp cleanUp, Sweep sweep) {
    var upkeep = new Upkeep();
    upkeep.every(5, TimeUnit.SECONDS, meter::flush);
    upkeep.every(60, TimeUnit.MINUTES, cleanUp::runDaily);
    upkeep.every(60, TimeUnit.MINUTES, sweep::run);
    return upkeep;
  }

  private interface Chore {
    void run() throws IOException;
  }

  private void every(long pause, TimeUnit unit, Chore chore) {
    var _ = threads.scheduleWithFixedDelay(() -> attempt(chore), pause, pause, unit);
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

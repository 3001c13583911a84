// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SimulationTest {
  private static final int SEEDS = 300;
  private static final int MOMENTS = 400;

  @TempDir private Path folder;

  @Test
  void settlesAndLeaksNothingWhateverHappens() throws Throwable {
    long first = Long.getLong("windlass.seed", 1);
    long last = System.getProperty("windlass.seed") == null ? SEEDS : first;
    for (long seed = first; seed <= last; seed++) {
      live(seed);
    }
  }

  private void live(long seed) throws Throwable {
    try {
      new Simulation(seed, folder.resolve("" + seed)).run(MOMENTS);
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed + ": run with -Dwindlass.seed=" + seed, e);
    }
  }
}

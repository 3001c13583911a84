// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SimulationTest {
  private static final int SEEDS = 200;
  private static final int MOMENTS = 500;

  @TempDir private Path folder;

  @Test
  void settlesAndLeaksNothingWhateverHappens() throws Exception {
    long first = Long.getLong("windlass.seed", 1);
    long last = System.getProperty("windlass.seed") == null ? SEEDS : first;
    var ends = new TreeSet<String>();
    for (long seed = first; seed <= last; seed++) {
      ends.addAll(live(seed));
    }
    if (first != last) {
      assertThat(ends).contains("ready", "warning", "failed", "deploying");
    }
  }

  private List<String> live(long seed) throws Exception {
    var life = new FutureTask<>(() -> new Simulation(seed, folder.resolve("" + seed)).run(MOMENTS));
    try {
      Thread.startVirtualThread(life); // among its own kind it changes places faster
      return life.get();
    } catch (ExecutionException e) {
      throw new AssertionError("seed " + seed + ": run with -Dwindlass.seed=" + seed, e.getCause());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Random days of a machine. `SIMULATION_SEED=7` repeats one of them, `SIMULATION_DAYS=5000` tries
/// more.
@Timeout(600)
class SimulationTest {
  private static final int DAYS = 250;

  @TempDir Path folder;

  @Test
  void everyRunEndsAndNothingLeaksWhateverHappens() {
    var happened = new HashMap<String, Integer>();
    var only = System.getenv("SIMULATION_SEED");
    seeds(only).forEach(seed -> day(seed, happened));
    System.getLogger(getClass().getName())
        .log(System.Logger.Level.INFO, "in all these days: {0}", happened);
    if (only == null) {
      assertThat(happened)
          .as("the days had everything in them")
          .containsKeys(
              "crash",
              "reboot",
              "delete",
              "exit 0",
              "exit 1",
              "out of memory",
              "completed",
              "failed",
              "not started",
              "pull failed");
    }
  }

  private static LongStream seeds(@Nullable String only) {
    var days = System.getenv().getOrDefault("SIMULATION_DAYS", Integer.toString(DAYS));
    return only == null
        ? LongStream.range(0, Long.parseLong(days))
        : LongStream.of(Long.parseLong(only));
  }

  private void day(long seed, Map<String, Integer> happened) {
    try {
      new Day(seed, folder.resolve("day-" + seed), happened).live();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("with SIMULATION_SEED=" + seed + ": " + e.getMessage(), e);
    }
  }
}

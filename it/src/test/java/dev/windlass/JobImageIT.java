// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which image the instances of a job run are of when its tag moves meanwhile.
class JobImageIT {
  private static TestEngine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private static String digest(String run) throws Exception {
    return engine
        .windlass("jobrun", "get", "-n", run, "-q", "-o", "jsonpath={.status.imageDigest}")
        .works()
        .lastLine();
  }

  private static boolean runs(String instance, String run) {
    try {
      return engine
          .windlass("jobrun", "get", "-n", run)
          .output()
          .lines()
          .anyMatch(line -> line.contains(instance) && line.contains("Running"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"run, false", "instance, true"})
  void aTagThatMovesReachesLaterInstancesOnlyWhenEachIsPinnedByItself(String pin, boolean moves)
      throws Exception {
    var run = "pins-" + pin;
    var tag = "team/" + pin + ":v1";
    engine.pushHello(tag, "first");
    engine
        .windlass(
            "jobrun",
            "submit",
            "-n",
            run,
            "-i",
            engine.registry() + "/" + tag,
            "--pin",
            pin,
            "-c",
            "sh",
            "-a",
            "-c",
            "-a",
            "trap exit TERM; sleep 1000 & wait")
        .works();
    TestEngine.eventually("it runs", () -> runs(run + "-0-0", run));
    var first = digest(run);

    engine.pushHello(tag, "second");
    engine.windlass("jobrun", "restart", "-n", run).works();
    TestEngine.eventually("another runs", () -> runs(run + "-0-1", run));

    assertThat(!digest(run).equals(first)).isEqualTo(moves);
    assertThat(engine.windlass("jobrun", "events", "-n", run).works().output().contains("Moved"))
        .isEqualTo(moves);
  }
}

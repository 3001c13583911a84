// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Apps and jobs by the clock: at the next full minute, for real.
class CronIT {
  private static TestEngine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private static boolean says(String word, String... command) {
    try {
      return engine.windlass(command).output().contains(word);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitTheMinute() throws InterruptedException {
    var minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    Thread.sleep(Instant.now().until(minute));
  }

  /// An app that only its project reaches, and a job that prints what it is told.
  @Test
  void anAppAndAJobAreToldOfTheMinute() throws Exception {
    var hello = engine.registry() + "/samples/hello";
    engine.windlass("app", "create", "-n", "web", "-i", hello, "--visibility", "project").works();
    var shell = engine.registry() + "/samples/job";
    var script = "env | grep -e ^CE_TIME -e ^CE_DATA -e ^CE_TEAM";
    engine
        .windlass("job", "create", "-n", "say", "-i", shell, "-c", "sh", "-a", "-c", "-a", script)
        .works();
    engine.windlass("sub", "cron", "create", "-n", "knock", "-d", "web").works();
    var speak =
        new String[] {
          "sub",
          "cron",
          "create",
          "-n",
          "speak",
          "-d",
          "say",
          "--dt",
          "job",
          "--data",
          "good day",
          "--ext",
          "team=blue"
        };
    engine.windlass(speak).works();
    awaitTheMinute();

    TestEngine.eventually(
        "the app is told",
        () -> says("Delivered to app 'web'", "sub", "cron", "get", "-n", "knock"));
    TestEngine.eventually(
        "a job run is started", () -> says("Started job run", "sub", "cron", "get", "-n", "speak"));
    var name = "jsonpath={.items[0].metadata.name}";
    var run = engine.windlass("jobrun", "list", "-q", "-o", name).works().lastLine();
    TestEngine.eventually("it prints", () -> says("CE_TEAM=blue", "jobrun", "logs", "-n", run));
    assertThat(engine.windlass("jobrun", "logs", "-n", run).works().output())
        .contains("CE_DATA=good day")
        .containsPattern("CE_TIME=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:00Z");
  }
}

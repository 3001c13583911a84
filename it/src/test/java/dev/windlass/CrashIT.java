// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The daemon is killed without warning; what runs goes on, and is found again.
class CrashIT {
  @Test
  void anAppGoesOnAndIsAdoptedNotRestarted() throws Exception {
    try (var engine = TestEngine.start()) {
      var image = engine.registry() + "/samples/hello";
      var url = engine.windlass("app", "create", "-n", "web", "-i", image).works().lastLine();
      var before = processes(engine.state());
      assertThat(before).isNotEmpty();
      engine.kill();
      assertThat(processes(engine.state())).isEqualTo(before);
      engine.up();
      TestEngine.eventually("the app answers again", () -> answers(engine, url));
      assertThat(processes(engine.state())).isEqualTo(before);
      assertThat(engine.windlass("app", "get", "-n", "web").works().output())
          .contains("web-00001")
          .doesNotContain("web-00002");
    }
  }

  @Test
  void aJobRunInFlightEndsAsIfNothingHadHappened() throws Exception {
    try (var engine = TestEngine.start()) {
      engine
          .windlass(
              "jobrun",
              "submit",
              "--name",
              "slow",
              "--image",
              engine.registry() + "/samples/job",
              "--env",
              "SLEEP=3",
              "--array-indices",
              "0-3")
          .works();
      TestEngine.eventually("something runs", () -> !processes(engine.state()).isEmpty());
      engine.kill();
      engine.up();
      TestEngine.eventually(
          "the run completes", () -> get(engine, "slow").contains("JobRun completed successfully"));
      assertThat(get(engine, "slow")).contains("slow-0-0", "slow-3-0").doesNotContain("slow-0-1");
    }
  }

  /// Index 0 has ended, the others run: it is not run again, and they are, as their second attempt.
  @Test
  void afterARestartOfTheMachineAllGoesOn() throws Exception {
    try (var engine = TestEngine.start()) {
      var image = engine.registry() + "/samples/hello";
      var url = engine.windlass("app", "create", "-n", "web", "-i", image).works().lastLine();
      var shell = engine.registry() + "/samples/job";
      var script = "test $JOB_INDEX = 0 || test $JOB_INDEX_RETRY_COUNT = 1 || sleep 600";
      var submit =
          new String[] {
            "jobrun", "submit", "-n", "r", "-i", shell, "--ai", "0-2", "--cpu", "0.125", "-m",
            "250M", "-c", "sh", "-a", "-c", "-a", script
          };
      engine.windlass(submit).works();
      TestEngine.eventually(
          "one has ended and the others run",
          () ->
              get(engine, "r").matches("(?s).*Succeeded: *1\\b.*")
                  && processes(engine.state()).size() > 2);

      PowerCut.of(engine);
      assertThat(processes(engine.state())).isEmpty();
      engine.up();

      TestEngine.eventually("the app answers again", () -> answers(engine, url));
      TestEngine.eventually(
          "the run completes", () -> get(engine, "r").contains("JobRun completed successfully"));
      assertThat(get(engine, "r")).contains("r-1-1", "r-2-1").doesNotContain("r-0-1");
    }
  }

  @Test
  void downStopsWhatAKilledEngineLeft() throws Exception {
    try (var engine = TestEngine.start()) {
      engine
          .windlass(
              "app", "create", "--name", "left", "--image", engine.registry() + "/samples/hello")
          .works();
      engine.kill();
      assertThat(processes(engine.state())).isNotEmpty();
      assertThat(engine.windlass("down", "--state", engine.state().toString()).works().output())
          .contains("No engine runs on", "1 containers that one left behind were stopped");
      assertThat(processes(engine.state())).isEmpty();
      engine.up();
      TestEngine.eventually("the app is back", () -> isReady(engine, "left"));
    }
  }

  private static boolean isReady(TestEngine engine, String app) {
    try {
      return engine.windlass("app", "list").output().matches("(?s).*\\n" + app + " +Ready .*");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String get(TestEngine engine, String run) {
    try {
      return engine.windlass("jobrun", "get", "--name", run).works().output();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean answers(TestEngine engine, String url) {
    try {
      return engine.ask(url).statusCode() == 200;
    } catch (Exception e) {
      return false;
    }
  }

  /// The containers' processes, by what their pid files say.
  private static List<String> processes(Path state) {
    try (var files = Files.walk(state.resolve("containers"), 2)) {
      return files
          .filter(file -> file.getFileName().toString().equals("pid"))
          .map(CrashIT::content)
          .filter(pid -> !pid.isEmpty()) // just being written
          .filter(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent())
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // a folder that goes while we look
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Apps that sleep while nobody asks, wake when somebody does, and grow with what is asked; with a
/// window of six seconds instead of a minute. Here those that sleep are frozen.
@Timeout(300)
class ScaleIT {
  private static final String ASLEEP =
      "ibm_codeengine_application_desired_instances{ibm_codeengine_project_name=\"default\","
          + "ibm_codeengine_application_name=\"edge\",ibm_codeengine_revision_name=\"edge-00001\"} 0.0";

  private static TestEngine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start("--scale-window", "6");
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private static String app(String name, String... more) throws Exception {
    var words = new ArrayList<>(List.of("app", "create", "--name", name));
    words.addAll(List.of("--image", engine.registry() + "/samples/hello"));
    words.addAll(List.of(more));
    return engine.windlass(words.toArray(String[]::new)).works().lastLine();
  }

  private static long instances(String app) {
    try (var all = Files.list(engine.state().resolve("containers"))) {
      return all.filter(one -> one.getFileName().toString().startsWith(app + "-0")).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Integer> askAtOnce(String url, int times) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> ask = () -> engine.ask(url).statusCode();
      var asked = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < times; i++) {
        asked.add(ask);
      }
      var answers = new ArrayList<Integer>();
      for (var one : threads.invokeAll(asked)) {
        answers.add(one.get());
      }
      return answers;
    }
  }

  @Test
  void anAppSleepsAndWakesForEveryRequest() throws Exception {
    var url = app("sleepy");
    assertThat(engine.ask(url).statusCode()).isEqualTo(200);
    TestEngine.eventually("it is frozen", () -> isFrozen("sleepy"));
    var before = started("sleepy");
    assertThat(engine.windlass("app", "get", "--name", "sleepy").works().output())
        .contains("Running Instances:  0", "Application deployed successfully");
    assertThat(engine.windlass("revision", "get", "--name", "sleepy-00001").works().output())
        .contains("NoTraffic");
    assertThat(askAtOnce(url, 50)).containsOnly(200);
    assertThat(started("sleepy")).as("the same instance").isEqualTo(before);
    assertThat(engine.windlass("app", "get", "--name", "sleepy").works().output())
        .containsPattern("Wake from frozen: +[0-9.]+ ms on average of 1\n")
        .containsPattern("First byte: +[0-9.]+ ms");
    TestEngine.eventually("it is frozen", () -> isFrozen("sleepy"));
    engine.kill();
    engine.up();
    assertThat(isFrozen("sleepy")).as("after a crash it sleeps on").isTrue();
    assertThat(engine.ask(url).statusCode()).isEqualTo(200);
    assertThat(started("sleepy")).isEqualTo(before);
    TestEngine.eventually("it is frozen", () -> isFrozen("sleepy"));
    engine.windlass("app", "delete", "--name", "sleepy", "--force").works();
    TestEngine.eventually("it is gone", () -> instances("sleepy") == 0);
  }

  private static final Pattern FROZEN = Pattern.compile("0/1 +Frozen");

  private static boolean isFrozen(String app) {
    try {
      var shown = engine.windlass("app", "get", "--name", app).output();
      return FROZEN.matcher(shown).find();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRequestAtTheMomentOfFallingAsleepIsAnswered() throws Exception {
    var url = app("edge");
    for (int i = 0; i < 3; i++) {
      assertThat(engine.ask(url).statusCode()).as("request %d", i).isEqualTo(200);
      while (!engine.metrics().contains(ASLEEP)) {
        Thread.sleep(1); // the instance is about to go
      }
    }
    assertThat(engine.ask(url).statusCode()).isEqualTo(200);
  }

  @Test
  void aRestartReplacesTheInstancesAndLosesNoRequest() throws Exception {
    var url = app("again", "--min-scale", "2");
    TestEngine.eventually("both run", () -> instances("again") == 2);
    var old = started("again");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var restart =
          threads.submit(() -> engine.windlass("app", "restart", "--name", "again").works());
      TestEngine.eventually(
          "both are new",
          () -> {
            try {
              assertThat(askAtOnce(url, 5)).containsOnly(200);
              return restart.isDone()
                  && instances("again") == 2
                  && started("again").stream().noneMatch(old::contains);
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
      restart.get();
    }
  }

  /// What is written down of the instances, which is another after each start.
  private static List<String> started(String app) throws IOException {
    try (var all = Files.list(engine.state().resolve("containers"))) {
      var words = new ArrayList<String>();
      for (var one : all.filter(one -> one.getFileName().toString().startsWith(app)).toList()) {
        var saved = one.resolve("container.json");
        words.add(Files.exists(saved) ? Files.readString(saved) : "");
      }
      return words;
    }
  }

  @Test
  void anInstanceThatIsNotAliveIsStartedAgain() throws Exception {
    var url =
        app(
            "mortal",
            "--min-scale",
            "1",
            "--probe-live",
            "type=http",
            "--probe-live",
            "path=/pulse",
            "--probe-live",
            "interval=1",
            "--probe-live",
            "failure-threshold=2");
    TestEngine.eventually("it was started again", () -> started("mortal", "\"1\""));
    assertThat(engine.windlass("app", "events", "--name", "mortal").works().output())
        .contains(
            "Liveness probe failed: GET /pulse on port 8080 answered 404",
            "Container user-container failed liveness probe, will be restarted");
    assertThat(engine.ask(url).statusCode()).isEqualTo(200);
    engine
        .windlass("app", "update", "--name", "mortal", "--probe-live-clear")
        .works(); // and then it stays
    TestEngine.eventually("the old one is gone", () -> instances("mortal") == 1);
    var now = started("mortal");
    Thread.sleep(4_000); // four probes that are not sent any more
    assertThat(started("mortal")).isEqualTo(now);
  }

  private static boolean started(String app, String restarts) {
    try {
      return started(app).stream()
          .anyMatch(saved -> saved.replace(" ", "").contains("windlass.restarts\":" + restarts));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itGrowsWithWhatIsAskedAndShrinksAgain() throws Exception {
    var url = app("busy", "--concurrency", "1", "--max-scale", "3", "--min-scale", "1");
    TestEngine.eventually(
        "there are three",
        () -> {
          try {
            assertThat(askAtOnce(url, 30)).containsOnly(200);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          return instances("busy") == 3;
        });
    TestEngine.eventually("there is one", () -> instances("busy") == 1);
    Thread.sleep(8_000);
    assertThat(instances("busy")).as("the least").isEqualTo(1);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From an image reference to an answer over HTTP, with the tools that people use.
class DeployIT {
  private static TestEngine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  @Test
  void whatSkopeoPushedServes() throws Exception {
    var image = engine.registry() + "/mine/skopeo:v1";
    engine
        .run(
            "skopeo",
            "copy",
            "--src-tls-verify=false",
            "--dest-tls-verify=false",
            "docker://" + engine.registry() + "/samples/hello",
            "docker://" + image)
        .works();
    var url = engine.windlass("app", "create", "--name", "skopeo", "--image", image).works();
    assertThat(engine.ask(url.lastLine()).body()).contains("Hello");
  }

  @Test
  void whatPodmanPushedServes(@TempDir Path store) throws Exception {
    var source = engine.registry() + "/samples/hello";
    var image = engine.registry() + "/mine/podman:v1";
    podman(store, "pull", "--tls-verify=false", source);
    podman(store, "push", "--tls-verify=false", source, image);
    var url = engine.windlass("app", "create", "--name", "podman", "--image", image).works();
    assertThat(engine.ask(url.lastLine()).body()).contains("Hello");
  }

  private static void podman(Path store, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    Collections.addAll(command, "podman", "--storage-driver=vfs", "--cgroup-manager=cgroupfs");
    Collections.addAll(command, "--root", store + "/root", "--runroot", store + "/run");
    Collections.addAll(command, arguments);
    engine.run(command.toArray(String[]::new)).works();
  }

  @Test
  void curlFindsAnAppByItsHostName() throws Exception {
    var image = engine.registry() + "/samples/hello";
    var url = engine.windlass("app", "create", "--name", "curled", "--image", image).works();
    assertThat(engine.run("curl", "-sS", url.lastLine()).works().output()).contains("Hello");
  }

  @Test
  void aRevisionKeepsItsDigestAndUpdatesAndRollbacksFailNoRequest() throws Exception {
    engine.pushHello("mine/moved:v1", "one");
    var image = engine.registry() + "/mine/moved:v1";
    var url = engine.windlass("app", "create", "-n", "moved", "-i", image).works().lastLine();
    engine.pushHello("mine/moved:v1", "two");

    assertThat(engine.ask(url).body()).contains("version:  one");
    engine.ask(url + "/exit?code=1");
    TestEngine.eventually(
        "the next instance serves, from the old digest", () -> serves(url, "one"));

    var problems = Collections.synchronizedList(new ArrayList<String>());
    var over = new AtomicBoolean();
    var load = Thread.ofVirtual().start(() -> askUntil(over, url, problems));
    engine.windlass("app", "update", "-n", "moved").works();
    TestEngine.eventually("the new image serves", () -> serves(url, "two"));
    engine.windlass("app", "rollback", "-n", "moved").works();
    TestEngine.eventually("the old image serves again", () -> serves(url, "one"));
    engine.windlass("app", "rollback", "-n", "moved", "--revision", "moved-00002").works();
    TestEngine.eventually("the new image serves again", () -> serves(url, "two"));
    over.set(true);
    load.join();
    assertThat(problems).isEmpty();
    assertThat(engine.windlass("revision", "list", "--application", "moved").works().output())
        .contains("moved-00003", "moved-00004");
    var none = engine.windlass("app", "rollback", "-n", "moved", "--revision", "moved-00099");
    assertThat(none.fails().output()).contains("is called 'moved-00099'", "revision list");
  }

  @Test
  void requestsAreSplitAsAskedAndNoneFailsMeanwhile() throws Exception {
    engine.pushHello("mine/split:one", "one");
    engine.pushHello("mine/split:two", "two");
    var image = engine.registry() + "/mine/split:";
    var url = engine.windlass("app", "create", "-n", "split", "-i", image + "one").works();
    var problems = Collections.synchronizedList(new ArrayList<String>());
    var over = new AtomicBoolean();
    var load = Thread.ofVirtual().start(() -> askUntil(over, url.lastLine(), problems));
    traffic("--traffic", "split-00001=100").works();
    var updated = engine.windlass("app", "update", "-n", "split", "-i", image + "two").works();
    assertThat(updated.output()).contains("No requests go to the latest revision");
    assertThat(answers(url.lastLine(), 20)).containsOnlyKeys("one");

    var tagged = traffic("--tag", "@latest=next").works().output();
    var next = url.lastLine().replace("//split.", "//next-split.");
    assertThat(tagged).contains(next);
    assertThat(answers(next, 20)).containsOnlyKeys("two");

    traffic("--traffic", "split-00001=50", "--traffic", "@latest=50").works();
    assertThat(answers(url.lastLine(), 100)).containsOnlyKeys("one", "two");
    assertThat(engine.windlass("app", "get", "-n", "split").works().output())
        .containsPattern("Tag: +next\\n +Traffic: +50%");

    traffic("--traffic", "@latest=100", "--untag", "next").works();
    TestEngine.eventually("all go to the latest", () -> serves(url.lastLine(), "two"));
    assertThat(answers(url.lastLine(), 20)).containsOnlyKeys("two");
    over.set(true);
    load.join();
    assertThat(problems).isEmpty();
  }

  private static TestEngine.Ran traffic(String... options) throws Exception {
    var command = new ArrayList<>(List.of("app", "traffic", "-n", "split"));
    Collections.addAll(command, options);
    return engine.windlass(command.toArray(String[]::new));
  }

  /// How often each release answered.
  private static Map<String, Integer> answers(String url, int requests) throws Exception {
    var answers = new HashMap<String, Integer>();
    for (int i = 0; i < requests; i++) {
      var body = engine.ask(url).body();
      answers.merge(body.replaceFirst("(?s).*version:  (\\w+).*", "$1"), 1, Integer::sum);
    }
    return answers;
  }

  private static void askUntil(AtomicBoolean over, String url, List<String> problems) {
    while (!over.get()) {
      try {
        var answer = engine.ask(url);
        if (answer.statusCode() != 200) {
          problems.add(answer.statusCode() + " " + answer.body());
        }
      } catch (Exception e) {
        problems.add(e.toString());
      }
    }
  }

  private static boolean serves(String url, String release) {
    try {
      var answer = engine.ask(url);
      return answer.statusCode() == 200 && answer.body().contains("version:  " + release);
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void aJobRunOfFiveIndicesCompletesAndKeepsALogForEach() throws Exception {
    var image = engine.registry() + "/samples/job";
    engine.windlass("job", "create", "--name", "five", "--image", image).works();
    engine
        .windlass(
            "jobrun",
            "submit",
            "--job",
            "five",
            "--name",
            "five-1",
            "--array-indices",
            "0-4",
            "--wait")
        .works();
    var log = engine.windlass("jobrun", "logs", "--jobrun", "five-1").works().output();
    for (int index = 0; index < 5; index++) {
      assertThat(log).contains("five-1-" + index + "-0/", "JOB_INDEX=" + index);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pulls from a registry that is somebody else's, and what becomes of apps when it fails.
class PullIT {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  @TempDir private Path folder;
  private TestEngine engine;
  private TestRegistry registry;

  @BeforeEach
  void start() throws Exception {
    registry = TestRegistry.start(folder);
    engine = TestEngine.start();
  }

  @AfterEach
  void stop() throws Exception {
    registry.close();
    engine.close();
  }

  private void push(String repositoryAndTag, String release) throws Exception {
    engine
        .windlass(
            "sample",
            "push",
            "hello",
            registry.host() + "/" + repositoryAndTag,
            "--release",
            release)
        .works();
  }

  private String create(String app, String image) throws Exception {
    return engine
        .windlass("app", "create", "-n", app, "-i", registry.host() + "/" + image)
        .works()
        .lastLine();
  }

  /// A project has no more than forty apps, so some are of another project.
  @Test
  void fiftyAppsFromOneImageAreOneDownload() throws Exception {
    push("shop/many:v1", "many");
    engine.windlass("project", "create", "--name", "other").works();
    var other = engine.otherHome();
    engine.windlass("project", "select", "--name", "default").works();
    int before = registry.requests().size();
    try (var threads = Executors.newFixedThreadPool(8)) {
      var creations = new ArrayList<Future<TestEngine.Ran>>();
      for (int i = 0; i < 50; i++) {
        var home = i % 5 == 4 ? other : engine.home();
        var name = "many-" + i;
        creations.add(threads.submit(() -> createIn(home, name, "shop/many:v1")));
      }
      for (var creation : creations) {
        creation.get().works();
      }
    }
    for (int many : List.of(10, 20, 30, 40)) { // each may take its time on a busy machine
      TestEngine.eventually(many + " apps serve", () -> ready(engine.home()) >= many);
    }
    TestEngine.eventually("those of the other project too", () -> ready(other) == 10);
    var asked = registry.requests();
    var blobs =
        asked.subList(before, asked.size()).stream()
            .filter(request -> request.startsWith("GET") && request.contains("/blobs/"))
            .collect(groupingBy(Function.identity(), counting()));
    assertThat(blobs).isNotEmpty();
    assertThat(blobs.values()).as(blobs.toString()).containsOnly(1L);
  }

  private TestEngine.Ran createIn(Path home, String app, String image) throws Exception {
    return engine.windlassAt(
        home, "app", "create", "-n", app, "-i", registry.host() + "/" + image, "--no-wait");
  }

  private long ready(Path home) {
    try {
      return engine
          .windlassAt(home, "app", "list")
          .works()
          .output()
          .lines()
          .filter(line -> line.matches("many-\\d+ +Ready .*"))
          .count();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void whatRunsStartsAgainWithoutItsRegistryAndANewRevisionSaysWhy() throws Exception {
    push("shop/web:v1", "one");
    var url = create("web", "shop/web:v1");
    registry.kill();
    endInstance(url);
    TestEngine.eventually("it serves from what is here", () -> serves(url, "one"));
    restart();
    TestEngine.eventually("also after a start of the engine", () -> serves(url, "one"));

    var update = engine.windlass("app", "update", "-n", "web").fails().output();
    assertThat(update).contains("nobody listens at " + registry.host());
    assertThat(engine.windlass("app", "attempts", "-n", "web").works().output())
        .contains("connection_refused", "transient", "in ");
    assertThat(serves(url, "one")).isTrue();

    registry.startAgain();
    engine.windlass("app", "retry", "-n", "web").works();
    TestEngine.eventually("the new revision serves", () -> latestIsReady("web", "web-00002"));
  }

  @Test
  void aTagThatMovesAndADigestThatIsDeletedLeaveRevisionsAlone() throws Exception {
    push("shop/web:v1", "one");
    var url = create("web", "shop/web:v1");
    var digest = digest("shop/web:v1");
    push("shop/web:v1", "two");
    assertThat(drift("web")).contains("Tag moved", "added", "windlass app update --name web");
    delete("shop/web@" + digest);
    assertThat(drift("web")).contains("Digest gone", "which is kept here");
    assertThat(engine.windlass("app", "events", "-n", "web").works().output())
        .contains("ImageDrift", "has lost");
    endInstance(url);
    TestEngine.eventually("it serves the old digest", () -> serves(url, "one"));
    assertThat(engine.windlass("app", "get", "-n", "web").works().output())
        .containsPattern("Can Start Offline: +yes");

    assertThat(
            engine
                .windlass(
                    "app", "create", "-n", "other", "-i", registry.host() + "/shop/web@" + digest)
                .works()
                .output())
        .as("what is here needs no registry, also for a new app")
        .contains("other");
    delete("shop/web@" + digest("shop/web:v1"));
    assertThat(engine.windlass("app", "update", "-n", "web").fails().output())
        .contains("the repository has no tag 'v1'");
    assertThat(serves(url, "one")).isTrue();
    assertThat(engine.windlass("app", "attempts", "-n", "web").works().output())
        .contains("tag_absent", "permanent");
  }

  private String drift(String app) throws Exception {
    return engine.windlass("image", "drift", app).works().output();
  }

  private String digest(String image) throws Exception {
    var shown =
        engine.run(
            "skopeo", "inspect", "--tls-verify=false", "docker://" + registry.host() + "/" + image);
    var digest = DIGEST.matcher(shown.works().output());
    assertThat(digest.find()).isTrue();
    return digest.group();
  }

  private void delete(String image) throws Exception {
    engine
        .run("skopeo", "delete", "--tls-verify=false", "docker://" + registry.host() + "/" + image)
        .works();
  }

  /// The instance ends, and the next one is started.
  private void endInstance(String url) throws Exception {
    engine.ask(url + "/exit?code=1");
  }

  private void restart() throws Exception {
    engine.windlass("down", "--state", engine.state().toString()).works();
    engine.up();
  }

  private boolean serves(String url, String release) {
    try {
      var answer = engine.ask(url);
      return answer.statusCode() == 200 && answer.body().contains("version:  " + release);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean latestIsReady(String app, String revision) {
    try {
      return engine
          .windlass("revision", "get", "-n", revision)
          .works()
          .output()
          .contains("Revision is ready");
    } catch (IOException e) {
      throw new AssertionError(app, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

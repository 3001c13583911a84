// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static dev.windlass.TestEngine.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The images of a machine are seen, kept for who needs them, and cleared away for nobody.
class ImagesIT {
  private static TestEngine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private static TestEngine.Ran image(String... words) throws Exception {
    var all = new ArrayList<>(List.of("image"));
    all.addAll(List.of(words));
    return engine.windlass(all.toArray(String[]::new));
  }

  private static List<Path> layers() throws IOException {
    try (var all = Files.list(engine.state().resolve("images/layers/sha256"))) {
      return all.toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void anImageIsPulledSeenAndRemovedByHand() throws Exception {
    engine.pushHello("shop/hand:v1", "by hand");
    var name = engine.registry() + "/shop/hand:v1";
    var pinned = image("pull", "-q", name).works().lastLine();
    assertThat(pinned).startsWith(engine.registry() + "/shop/hand@sha256:");
    assertThat(image("list").works().output()).contains("/shop/hand", "v1");
    assertThat(image("inspect", name).works().output())
        .contains(pinned.substring(pinned.indexOf("sha256:")))
        .contains("Complete:", "yes", "Layers:");
    assertThat(image("rm", name).works().output()).contains("Untagged: " + name, "Removed: ");
    assertThat(image("list").works().output()).doesNotContain("/shop/hand");
    assertThat(image("rm", name).fails().output()).contains("is not on this machine");
  }

  @Test
  void whatARevisionNeedsStaysAndComesBackByPrefetch() throws Exception {
    engine.pushHello("shop/kept:v1", "kept");
    var name = engine.registry() + "/shop/kept:v1";
    engine.windlass("app", "create", "-n", "kept", "-i", name, "--min", "1").works();
    assertThat(engine.windlass("app", "get", "-n", "kept").works().output())
        .containsPattern("Can Start Offline: +yes");
    assertThat(image("rm", "-f", name).fails().output())
        .contains("is needed by app kept, revision kept-00001");
    assertThat(image("prune", "--all", "--dry-run").works().output()).doesNotContain("/shop/kept");
    image("prune", "--all", "--force").works();

    for (var layer : layers()) {
      delete(layer);
    }
    assertThat(engine.windlass("revision", "get", "-n", "kept-00001").works().output())
        .containsPattern("Can Start Offline: +no: layer")
        .contains("windlass image prefetch kept-00001");
    image("prefetch", "kept").works();
    assertThat(engine.windlass("app", "get", "-n", "kept").works().output())
        .containsPattern("Can Start Offline: +yes");
    engine.windlass("app", "delete", "-n", "kept", "-f").works();
  }

  @Test
  void anImageThatLostItsNameIsPruned() throws Exception {
    var name = engine.registry() + "/shop/moving:v1";
    engine.pushHello("shop/moving:v1", "old");
    var old = image("pull", "-q", name).works().lastLine();
    engine.pushHello("shop/moving:v1", "new");
    var fresh = image("pull", "-q", name).works().lastLine();
    assertThat(fresh).isNotEqualTo(old);
    var brief = old.substring(old.indexOf("sha256:") + 7).substring(0, 12);
    assertThat(image("prune", "--dry-run").works().output()).contains("<none>", brief);
    assertThat(image("list").works().output()).contains(brief);
    assertThat(image("prune", "--force").works().output()).contains("are free again");
    assertThat(image("list").works().output())
        .doesNotContain(brief)
        .contains(fresh.substring(fresh.indexOf("sha256:") + 7).substring(0, 12));
  }

  @Test
  void anotherProjectHasToShowThatItMayHaveAPrivateImage() throws Exception {
    var name = engine.registry() + "/private/hello:v1";
    engine.pushHello("private/hello:v1", "secret");
    engine
        .windlass(
            "registry",
            "create",
            "-n",
            "mine",
            "-s",
            engine.registry(),
            "-u",
            "iamapikey",
            "-p",
            Files.readString(engine.state().resolve("api-key")))
        .works();
    image("pull", name, "--registry-secret", "mine").works();
    engine.windlass("project", "create", "-n", "other").works();
    try {
      var digest = image("inspect", name, "-o", "jsonpath={[0].digest}").works().lastLine();
      var pinned = name.substring(0, name.lastIndexOf(':')) + "@" + digest;
      assertThat(image("pull", pinned).fails().output()).contains("Unable to pull the image");
    } finally {
      engine.windlass("project", "select", "-n", "default").works();
    }
    assertThat(image("pull", name, "--registry-secret", "mine").works().output())
        .contains("here already");
  }

  @Test
  void anAppStartsWhenItsRegistryIsGone() throws Exception {
    engine.pushHello("shop/orphan:v1", "orphan");
    var name = engine.registry() + "/shop/orphan:v1";
    var url =
        engine
            .windlass("app", "create", "-n", "orphan", "-i", name, "--min", "1")
            .works()
            .lastLine();
    engine.windlass("down", "--state", engine.state().toString()).works();
    engine.up("--registry-port", "0");
    assertThat(name).doesNotStartWith(engine.registry());
    assertThat(engine.ask(url).body()).contains("version:  orphan");
    assertThat(engine.windlass("app", "get", "-n", "orphan").works().output())
        .containsPattern("Can Start Offline: +yes");
    image("pull", name).fails();
    engine.windlass("app", "delete", "-n", "orphan", "-f").works();
  }

  @Test
  void theEngineClearsByItselfWhatTakesTooMuchRoom() throws Exception {
    engine.pushHello("shop/crowded:v1", "crowded");
    var name = engine.registry() + "/shop/crowded:v1";
    image("pull", name).works();
    engine.windlass("down", "--state", engine.state().toString()).works();
    unused(Duration.ofMinutes(3));
    engine.up("--image-cache", "1M");
    eventually("the image is gone", () -> !output("list", "-o", "json").contains("/shop/crowded"));
    assertThat(Files.readString(engine.state().resolve("daemon.log")))
        .contains("images go that nobody needs");
    engine.windlass("down", "--state", engine.state().toString()).works();
    engine.up();
    assertThat(engine.windlass("status", "--state", engine.state().toString()).works().output())
        .contains("Images     at most 1M");
    engine.windlass("down", "--state", engine.state().toString()).works();
    engine.up("--image-cache", "none");
  }

  private static String output(String... words) {
    try {
      return image(words).works().output();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// As if all images had not been used for so long.
  private static void unused(Duration time) throws IOException {
    try (var all = Files.list(engine.state().resolve("images/images/sha256"))) {
      for (var record : all.toList()) {
        Files.setLastModifiedTime(record, FileTime.from(Instant.now().minus(time)));
      }
    }
  }
}

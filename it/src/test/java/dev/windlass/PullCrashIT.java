// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine is killed again and again in the middle of pulls. More often with
/// `-Dwindlass.kills=200`; the seed of a run that failed is in the message: `-Dwindlass.seed=…`.
class PullCrashIT {
  private static final int KILLS = Integer.getInteger("windlass.kills", 4);
  private static final long SEED = Long.getLong("windlass.seed", new Random().nextLong());
  private static final int LAYERS = 5;
  private static final int FILES = 300;

  @TempDir private Path folder;

  @Test
  void anImageIsHereAsAWholeOrNotAtAllAndTheNextPullWorks() throws Exception {
    System.out.println("PullCrashIT: -Dwindlass.kills=" + KILLS + " -Dwindlass.seed=" + SEED);
    var random = new Random(SEED);
    var image = BigImage.make(folder.resolve("image"), LAYERS, FILES, random);
    int interrupted = 0;
    try (var registry = TestRegistry.start(Files.createDirectories(folder.resolve("registry")));
        var engine = TestEngine.start()) {
      var name = registry.host() + "/crash/big:v1";
      engine
          .run("skopeo", "copy", "--dest-tls-verify=false", image.layout(), "docker://" + name)
          .works();
      var whole = time(() -> engine.windlass("image", "pull", name).works());
      remove(engine);
      for (int kill = 0; kill < KILLS; kill++) {
        killInThePull(engine, name, random.nextLong(whole.toMillis() * 5 / 4));
        engine.up();
        interrupted += audit(engine, image, name) ? 0 : 1;
        engine.windlass("image", "pull", name).works();
        assertThat(audit(engine, image, name)).as("seed %d, kill %d", SEED, kill).isTrue();
        remove(engine);
      }
    }
    System.out.printf(
        "PullCrashIT: %d kills, %d of them before the pull was over%n", KILLS, interrupted);
  }

  /// Something that takes time.
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private static Duration time(Work work) throws Exception {
    var begin = Instant.now();
    work.run();
    return Duration.between(begin, Instant.now());
  }

  private static void killInThePull(TestEngine engine, String image, long after) throws Exception {
    try (var threads = Executors.newSingleThreadExecutor()) {
      var pull = threads.submit(() -> engine.windlass("image", "pull", image));
      Thread.sleep(after);
      engine.kill();
      pull.get(); // works, or fails because the engine is gone
    }
  }

  /// Whether the image is here. Fails when it is here in part, or when something is left over.
  private static boolean audit(TestEngine engine, BigImage image, String name) throws Exception {
    var images = engine.state().resolve("images");
    assertThat(image.problems(images.resolve("layers/sha256"))).as("seed %d", SEED).isEmpty();
    assertThat(children(images.resolve("drafts"))).as("seed %d", SEED).isEmpty();
    boolean listed = engine.windlass("image", "list").works().output().contains("crash/big");
    if (listed) {
      assertThat(image.here(images.resolve("layers/sha256"))).as(name).isEqualTo(image.layers());
    }
    return listed;
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.toList();
    }
  }

  /// Takes the image away, and layers that a broken pull has left.
  private static void remove(TestEngine engine) throws Exception {
    engine.windlass("image", "prune", "--all", "--force").works();
    assertThat(engine.windlass("image", "list").works().output()).doesNotContain("crash/big");
  }
}

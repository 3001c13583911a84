// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.TestImage.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many pull and many take away at the same time.
class InventoryStressTest {
  private static final int WORKERS = 8;
  private static final int STEPS = 60;
  private static final long SEED = new Random().nextLong();

  @TempDir Path temp;
  private FakeRegistry registry;
  private LocalImages images;
  private final List<Reference.Pinned> all = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    images = LocalImages.at(temp);
    for (int i = 0; i < 5; i++) {
      all.add(
          new TestImage(registry, "shop/web")
              .with(part("everywhere"))
              .with(part("in two " + i / 2))
              .with(part("only in " + i))
              .push("v" + i));
    }
  }

  @AfterEach
  void stop() {
    images.close();
    registry.close();
  }

  private static Part part(String file) throws IOException {
    return Part.of(new TarBall().file(file, file.repeat(500)).tar());
  }

  private Void work(Random random) throws Exception {
    for (int i = 0; i < STEPS; i++) {
      var image = all.get(random.nextInt(all.size()));
      switch (random.nextInt(4)) {
        case 0, 1 -> assertWholeWhileHeld(image);
        case 2 -> images.inventory().remove(image.digest(), this::held);
        default -> clearAll();
      }
    }
    return null;
  }

  private final Set<Digest> held = ConcurrentHashMap.newKeySet();

  private Set<Digest> held() {
    return Set.copyOf(held);
  }

  /// Like a revision: who holds an image before he pulls it has all of it afterwards.
  private void assertWholeWhileHeld(Reference.Pinned image) throws Exception {
    boolean mine = held.add(image.digest());
    assertThat(images.pull(image, Credentials.NONE, Progress.SILENT))
        .isInstanceOf(Pull.Pulled.class);
    if (mine) {
      assertThat(images.inventory().missing(image.digest())).as("seed " + SEED).isEmpty();
      held.remove(image.digest());
    }
  }

  private void clearAll() throws IOException {
    var inventory = images.inventory();
    var rule = new Clearing.Rule(true, Duration.ZERO, 0);
    inventory.clear(Clearing.of(inventory.stock(held()), held(), rule, Instant.now()), this::held);
  }

  @Test
  void nothingIsBrokenAndNothingIsLeft() throws Exception {
    var tasks = new ArrayList<Callable<Void>>();
    for (int i = 0; i < WORKERS; i++) {
      var random = new Random(SEED + i);
      tasks.add(() -> work(random));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var result : threads.invokeAll(tasks)) {
        result.get();
      }
    }
    var needed = new HashSet<String>();
    for (var image : images.inventory().list()) {
      assertThat(images.inventory().missing(image.digest())).as("seed " + SEED).isEmpty();
      image.layers().forEach(layer -> needed.add(layer.diffId().hex()));
    }
    assertThat(files("layers")).as("seed " + SEED).containsExactlyInAnyOrderElementsOf(needed);
    assertThat(temp.resolve("drafts")).isEmptyDirectory();
    for (var image : all) {
      images.pull(image, Credentials.NONE, Progress.SILENT);
      images.inventory().remove(image.digest(), Set::of);
    }
    assertThat(files("layers")).isEmpty();
    assertThat(files("blobs")).isEmpty();
    assertThat(files("origins")).isEmpty();
  }

  private List<String> files(String kind) throws IOException {
    var folder = temp.resolve(kind).resolve("sha256");
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static dev.windlass.registry.store.Stock.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Manifests.Put;
import dev.windlass.registry.store.Sweep.Swept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static final String WEB = "shop/web";
  private final Semaphore pushed = new Semaphore(1);

  /// Few, since each push that ends lets a sweep undo what the others have begun.
  private static final int PUSHERS = 4;

  private static final int PUSHES = 2;
  private static final int REMOVALS = 4;
  private static final Duration GRACE = StoreLimits.STANDARD.grace();

  @TempDir private Path folder;
  private Stock stock;

  @BeforeEach
  void open() throws IOException {
    stock = Stock.in(folder);
    stock.clock.forward(GRACE.plusSeconds(1)); // what was asked for before the start is unknown
  }

  @AfterEach
  void close() throws Exception {
    assertThat(stock.audit().problems()).isEmpty();
    stock.close();
  }

  private Swept swept() throws IOException {
    var preview = stock.store().sweep().preview();
    var run = stock.store().sweep().run();
    assertThat(preview)
        .as("the preview says what the run removes")
        .isEqualTo(
            new Swept(
                run.began(),
                run.ended(),
                true,
                run.images(),
                run.blobs(),
                run.bytes(),
                run.strays(),
                run.uploads()));
    assertThat(stock.store().sweep().last()).contains(run);
    return run;
  }

  @Test
  void removesWhatNothingNeedsOnceTheGraceIsOver() throws Exception {
    stock.blob(WEB, "orphan");
    stock.image(WEB).layers("app").push();

    stock.clock.forward(GRACE);
    assertThat(swept().blobs()).as("at the end of the grace").isZero();
    stock.clock.forward(Duration.ofMillis(1));
    assertThat(swept())
        .extracting(Swept::blobs, Swept::bytes)
        .containsExactly(1, (long) "orphan".length());

    assertThat(stock.has(WEB, "orphan")).isFalse();
    assertThat(stock.has(WEB, "app")).isTrue();
    assertThat(stock.audit().files()).containsExactly(digest("app").toString());
  }

  @Test
  void whoAskedForABlobMayRelyOnIt() throws Exception {
    stock.blob(WEB, "base");
    stock.clock.forward(GRACE.plusSeconds(1));
    assertThat(stock.has(WEB, "base")).isTrue();

    stock.clock.forward(GRACE.minusSeconds(1));
    assertThat(swept().blobs()).isZero();
    stock.clock.forward(Duration.ofSeconds(2));
    assertThat(swept().blobs()).isEqualTo(1);
  }

  @Test
  void afterARestartEverythingMayHaveBeenAskedFor() throws Exception {
    stock.blob(WEB, "base");
    stock.clock.forward(GRACE.plusSeconds(1));
    stock.restart();
    assertThat(swept().blobs()).isZero();
    stock.clock.forward(GRACE.plusSeconds(1));
    assertThat(swept().blobs()).isEqualTo(1);
  }

  @Test
  void pushingOrMountingABlobAgainBeginsTheGraceAnew() throws Exception {
    stock.blob(WEB, "pushed");
    stock.blob(WEB, "mounted");
    stock.clock.forward(GRACE.plusSeconds(1));
    stock.blob(WEB, "pushed");
    stock.store().blobs().mount(new Name(WEB), new Name("shop/api"), digest("mounted"));

    assertThat(swept().blobs()).isZero();
    assertThat(stock.has("shop/api", "mounted")).isTrue();
    assertThat(stock.has(WEB, "mounted")).as("not needed in the other repository").isFalse();
  }

  @Test
  void eachRepositoryShowsOnlyWhatItNeeds() throws Exception {
    stock.image(WEB).layers("base").push();
    stock.blob("shop/api", "base");
    stock.clock.forward(GRACE.plusSeconds(1));

    assertThat(swept().blobs()).isZero();
    assertThat(stock.has("shop/api", "base")).isFalse();
    assertThat(stock.has(WEB, "base")).isTrue();
    assertThat(stock.store().repositories().exists(new Name("shop/api")))
        .as("nothing is left of the repository")
        .isFalse();
  }

  @Test
  void whatIsInTheTrashIsKeptUntilItsTimeIsOver() throws Exception {
    var image = stock.image(WEB).layers("app").push();
    stock.discard(WEB, image);
    stock.clock.forward(Duration.ofDays(30));
    assertThat(swept().blobs()).isZero();
    stock.clock.forward(Duration.ofMillis(1));
    assertThat(swept()).extracting(Swept::images, Swept::blobs).containsExactly(1, 1);
  }

  @Test
  void aBlobThatWasDeletedGoesAtOnceUnlessAnotherRepositoryShowsIt() throws Exception {
    stock.blob(WEB, "alone");
    stock.blob(WEB, "shared");
    stock.blob("shop/api", "shared");
    stock.store().blobs().remove(new Name(WEB), digest("alone"));
    stock.store().blobs().remove(new Name(WEB), digest("shared"));

    assertThat(swept().blobs()).isEqualTo(1);
    assertThat(stock.has("shop/api", "shared")).isTrue();
  }

  @Test
  void filesThatACrashLeftGoWhenTheyAreOldEnough() throws Exception {
    Path place = folder.resolve("content/sha256/ab");
    Files.createDirectories(place);
    Path stray = stray("stray");
    Path known = folder.resolve("content/sha256");
    Path foreign = Files.createFile(known.resolve("README"));
    Files.createFile(place.resolve("not-a-digest"));
    stock.image(WEB).layers("app").push();

    age(stray, stock.clock.instant().minus(GRACE));
    assertThat(swept().strays()).isZero();
    age(stray, stock.clock.instant().minus(GRACE).minusSeconds(1));
    assertThat(swept().strays()).isEqualTo(1);
    assertThat(stray).doesNotExist();
    assertThat(foreign).exists();
    Files.delete(foreign);
    Files.delete(place.resolve("not-a-digest"));
  }

  private Path stray(String content) throws IOException {
    var hex = digest(content).hex();
    Path file = folder.resolve("content/sha256/" + hex.substring(0, 2) + "/" + hex);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static void age(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  @Test
  void aBlobThatIsPushedIsNoStrayAnyMore() throws Exception {
    age(stray("back"), Instant.EPOCH);
    stock.blob(WEB, "back");
    assertThat(swept().strays()).isZero();
    assertThat(stock.has(WEB, "back")).isTrue();
  }

  @Test
  void whoClosesTheRegistryDoesNotWaitForAllOfIt() throws Exception {
    stock.blob(WEB, "orphan");
    stock.clock.forward(GRACE.plusSeconds(1));
    Thread.currentThread().interrupt();
    var run = stock.store().sweep().run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.blobs()).isZero();
    assertThat(swept().blobs()).isEqualTo(1);
  }

  /// Everybody pushes the same blobs and some of their own, and everybody's image goes at once, so
  /// blobs come and go all the time.
  @Test
  void everyAcknowledgedPushCanBePulledWhileEverythingIsSwept() throws Exception {
    close();
    stock = Stock.in(folder.resolve("busy"), HASTY);
    var removed = new AtomicInteger();
    var over = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sweeping = sweeping(threads, over, removed);
      var pushing = new ArrayList<Future<Integer>>();
      for (int i = 0; i < PUSHERS; i++) {
        int number = i;
        pushing.add(threads.submit(() -> pushUntilEnough(number, removed)));
      }
      for (var done : pushing) {
        assertThat(done.get()).isGreaterThanOrEqualTo(PUSHES);
      }
      over.set(true);
      sweeping.get();
    }
    tick();
    stock.store().sweep().run();
    assertThat(stock.audit().files()).isEmpty();
  }

  private static final StoreLimits HASTY =
      new StoreLimits(
          1_000,
          Duration.ofHours(1),
          Duration.ZERO,
          Duration.ZERO,
          10,
          7,
          0,
          4,
          Duration.ofSeconds(5));

  /// With no grace at all it is the clock that makes something old.
  private void tick() {
    stock.clock.forward(Duration.ofMillis(1));
  }

  private Future<Integer> sweeping(
      ExecutorService threads, AtomicBoolean over, AtomicInteger removed) {
    Callable<Integer> work =
        () -> {
          while (!over.get()) {
            if (!pushed.tryAcquire(100, TimeUnit.MILLISECONDS)) {
              continue; // without any grace, nobody would get to the end of a push
            }
            tick();
            stock.store().sweep().preview();
            var swept = stock.store().sweep().run();
            removed.addAndGet(swept.blobs() + swept.strays());
          }
          return removed.get();
        };
    return threads.submit(work);
  }

  private int pushUntilEnough(int number, AtomicInteger removed) throws IOException {
    String repository = "shop/web" + number;
    String[] layers = {"everybody's", "two's " + number / 2, "mine " + number};
    int acknowledged = 0;
    while (acknowledged < PUSHES || removed.get() < REMOVALS) {
      var making = stock.image(repository).layers(layers).tags("v1");
      switch (making.put()) {
        case Put.Missing _ -> tick(); // the sweep came between; a client would push again
        case Put.Kept _ -> {
          acknowledged++;
          pushed.release();
          check(repository, making.digest(), layers);
          stock.discard(repository, making.digest());
        }
      }
    }
    return acknowledged;
  }

  private void check(String repository, Digest image, String... layers) throws IOException {
    assertThat(stock.tag(repository, "v1")).contains(image);
    for (String layer : layers) {
      var blob = stock.store().blobs().find(new Name(repository), digest(layer)).orElseThrow();
      assertThat(Digest.of(blob.start(100))).isEqualTo(digest(layer));
    }
  }
}

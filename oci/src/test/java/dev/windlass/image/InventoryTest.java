// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static dev.windlass.image.FakeRegistry.on;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Clearing.Rule;
import dev.windlass.image.TestImage.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  private static final Supplier<Set<Digest>> NOBODY = Set::of;
  private static final Rule ALL = new Rule(true, Duration.ZERO, 0);

  @TempDir Path temp;
  private FakeRegistry registry;
  private LocalImages images;
  private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    open();
  }

  @AfterEach
  void stop() {
    images.close();
    registry.close();
  }

  private void open() throws IOException {
    images =
        LocalImages.at(
            temp,
            Limits.STANDARD,
            Mirrors.NONE,
            Addresses::base,
            Network.ofThisMachine(),
            () -> now);
  }

  /// As after a crash: all that was only in memory is lost.
  private void reopen() throws IOException {
    images.close();
    open();
  }

  private Inventory inventory() {
    return images.inventory();
  }

  private TestImage image(String... files) throws IOException {
    var image = new TestImage(registry, "shop/web");
    for (var file : files) {
      image.with(Part.of(new TarBall().file(file, file.repeat(1000)).tar()));
    }
    return image;
  }

  private Pull pull(Reference.Pinned image) throws InterruptedException {
    return images.pull(image, Credentials.NONE, Progress.SILENT);
  }

  /// As the engine does it: by the tag first.
  private Reference.Pinned pullTag(String tag) throws InterruptedException {
    var name = registry.image("shop/web:" + tag);
    var resolved = (Resolution.Resolved) images.resolve(name, Credentials.NONE, Progress.SILENT);
    assertThat(pull(resolved.image())).isInstanceOf(Pull.Pulled.class);
    return resolved.image();
  }

  private StoredImage stored(Reference.Pinned image) throws IOException {
    return inventory().find(image.digest()).orElseThrow();
  }

  private List<Path> files(String kind) throws IOException {
    var folder = temp.resolve(kind).resolve("sha256");
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  private Path layer(Digest diffId) {
    return temp.resolve("layers/sha256").resolve(diffId.hex());
  }

  @Test
  void knowsAnImageThatWasPulled() throws Exception {
    image("a", "b").push("v1");
    var pinned = pullTag("v1");

    var stored = stored(pinned);
    assertThat(stored.names()).containsExactly(registry.image("shop/web:v1"));
    assertThat(stored.repositories()).containsExactly(pinned.repository());
    assertThat(stored.manifest()).isEqualTo(pinned.digest());
    assertThat(stored.layers())
        .hasSize(2)
        .allSatisfy(layer -> {
          assertThat(layer.compressed()).isPositive();
          assertThat(layer.unpacked()).isGreaterThanOrEqualTo(4096);
        });
    assertThat(stored.open()).isTrue();
    assertThat(stored.came()).isEqualTo(now);
    assertThat(inventory().config(pinned.digest()).orElseThrow().user()).isEqualTo("1000:1000");
    assertThat(inventory().missing(pinned.digest())).isEmpty();
  }

  @Test
  void remembersItAfterACrash() throws Exception {
    image("a").push("v1");
    var pinned = pullTag("v1");
    var before = stored(pinned);
    now = now.plusSeconds(60);
    reopen();
    assertThat(stored(pinned)).isEqualTo(before);
  }

  @Test
  void countsEachUse() throws Exception {
    image("a").push("v1");
    var pinned = pullTag("v1");
    now = now.plusSeconds(60);
    pull(pinned);
    reopen();
    assertThat(stored(pinned).used()).isEqualTo(now);
    assertThat(stored(pinned).came()).isEqualTo(now.minusSeconds(60));
  }

  @Test
  void aTagIsTheNameOfTheLastImageOnly() throws Exception {
    image("a").push("v1");
    var old = pullTag("v1");
    image("b").push("v1");
    var resolved = images.resolve(registry.image("shop/web:v1"), Credentials.NONE, Progress.SILENT);
    assertThat(stored(old).names()).as("the new one is not here yet").isNotEmpty();
    pull(((Resolution.Resolved) resolved).image());
    assertThat(stored(old).names()).isEmpty();
    reopen();
    assertThat(stored(old).names()).isEmpty();
  }

  @Test
  void whatWasAskedForByDigestHasThatAsItsName() throws Exception {
    var pinned = image("a").push("v1");
    pull(pinned);
    assertThat(stored(pinned).names()).containsExactly(pinned);
  }

  @Test
  void makesARecordAnewWhenItIsBroken() throws Exception {
    var pinned = image("a").push("v1");
    pull(pinned);
    Files.writeString(files("images").getFirst(), "{\"digest\":\"sha");
    reopen();
    assertThat(stored(pinned).layers()).hasSize(1);
    assertThat(stored(pinned).open()).as("who may use it is not known any more").isFalse();
  }

  @Test
  void hasNoRecordOfAnImageThatIsNotAllHere() throws Exception {
    var part = Part.of(new TarBall().file("bad", "b").tar());
    var broken = new Part(part.mediaType(), new byte[] {1, 2}, part.digest(), 2, part.diffId());
    var pinned = image("a").with(broken).push("v1");
    assertThat(pull(pinned)).isInstanceOf(Failure.class);
    reopen();
    assertThat(inventory().list()).isEmpty();
    assertThat(inventory().missing(pinned.digest()))
        .contains(new Missing(Missing.Part.LAYER, part.digest(), 2));
  }

  @Test
  void saysWhichPartsAreMissingAndHowBigTheyAre() throws Exception {
    var low = Part.of(new TarBall().file("low", "l").tar());
    var pinned = image("a").with(low).push("v1");
    assertThat(inventory().missing(pinned.digest()))
        .containsExactly(new Missing(Missing.Part.MANIFEST, pinned.digest(), 0));
    pull(pinned);
    ImageFolder.delete(layer(low.diffId()));
    assertThat(inventory().missing(pinned.digest()))
        .containsExactly(new Missing(Missing.Part.LAYER, low.digest(), low.size()));
    var config = stored(pinned).config();
    Files.writeString(temp.resolve("blobs/sha256").resolve(config.hex()), "not it");
    assertThat(inventory().missing(pinned.digest()))
        .singleElement()
        .satisfies(missing -> {
          assertThat(missing.part()).isEqualTo(Missing.Part.CONFIG);
          assertThat(missing.size()).isPositive();
        });
    assertThat(pull(pinned)).isInstanceOf(Pull.Pulled.class);
    assertThat(inventory().missing(pinned.digest())).isEmpty();
  }

  @Test
  void takesAwayWhatNoOtherImageNeeds() throws Exception {
    image("shared", "one").push("v1");
    var one = pullTag("v1");
    image("shared", "two").push("v2");
    var two = pullTag("v2");
    var removed = (Removal.Removed) inventory().remove(one.digest(), NOBODY);
    assertThat(removed.layers()).hasSize(1);
    assertThat(removed.freed()).isGreaterThan(4096);
    assertThat(inventory().find(one.digest())).isEmpty();
    assertThat(inventory().missing(two.digest())).isEmpty();
    assertThat(files("layers")).hasSize(2);

    inventory().remove(two.digest(), NOBODY);
    for (var kind : List.of("layers", "blobs", "origins", "weights", "images")) {
      assertThat(files(kind)).as(kind).isEmpty();
    }
    assertThat(temp.resolve("drafts")).isEmptyDirectory();
    assertThat(inventory().remove(two.digest(), NOBODY)).isEqualTo(new Removal.Unknown());
  }

  @Test
  void leavesWhatSomebodyHolds() throws Exception {
    image("a").push("v1");
    var pinned = pullTag("v1");
    Supplier<Set<Digest>> somebody = () -> Set.of(pinned.digest());
    assertThat(inventory().remove(pinned.digest(), somebody)).isEqualTo(new Removal.Held());
    var plan = Clearing.of(inventory().stock(Set.of()), Set.of(), ALL, now);
    assertThat(plan.images()).hasSize(1);
    assertThat(inventory().clear(plan, somebody).images()).as("held since").isEmpty();
    assertThat(inventory().missing(pinned.digest())).isEmpty();
  }

  @Test
  void leavesWhatWasUsedSinceThePlan() throws Exception {
    image("a").push("v1");
    var pinned = pullTag("v1");
    var plan = Clearing.of(inventory().stock(Set.of()), Set.of(), ALL, now);
    now = now.plusSeconds(1);
    pull(pinned);
    assertThat(inventory().clear(plan, NOBODY).images()).isEmpty();
  }

  @Test
  void takesNothingFromAPullUnderWay() throws Exception {
    image("shared").push("v1");
    var old = pullTag("v1");
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var big = Part.of(new TarBall().file("new", "n").tar());
    registry.playing(
        on(
            big.digest().hex(),
            _ -> {
              begun.countDown();
              goOn.await();
              return false;
            }));
    var fresh = image("shared").with(big).push("v2");
    var pulling = Thread.ofVirtual().start(() -> assertPulled(fresh));
    begun.await();
    assertThat(inventory().remove(fresh.digest(), NOBODY)).isEqualTo(new Removal.Unknown());
    var removed = (Removal.Removed) inventory().remove(old.digest(), NOBODY);
    assertThat(removed.layers()).as("the layer that the pull has counted on").isEmpty();
    now = now.plus(Duration.ofDays(1));
    assertThat(inventory().stock(Set.of()).orphans()).isEmpty();
    goOn.countDown();
    pulling.join();
    assertThat(inventory().missing(fresh.digest())).isEmpty();
  }

  private void assertPulled(Reference.Pinned image) {
    try {
      assertThat(pull(image)).isInstanceOf(Pull.Pulled.class);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void clearsWhatABrokenPullLeftBehindAfterAWhile() throws Exception {
    var here = Part.of(new TarBall().file("here", "h").tar());
    var lost = Part.of(new TarBall().file("lost", "l").tar());
    registry.playing(
        on(
            lost.digest().hex(),
            exchange -> {
              while (Files.notExists(layer(here.diffId()))) {
                Thread.sleep(5);
              }
              return FakeRegistry.error(exchange, 500, "X", "x");
            }));
    var pinned = image().with(here).with(lost).push("v1");
    assertThat(pull(pinned)).isInstanceOf(Failure.class);
    assertThat(inventory().stock(Set.of()).orphans()).as("it may be tried again").isEmpty();

    now = now.plus(Duration.ofHours(2));
    assertThat(inventory().stock(Set.of(pinned.digest())).orphans()).as("wanted").isEmpty();
    var stock = inventory().stock(Set.of());
    assertThat(stock.orphans()).hasSize(1);
    var gone = inventory().clear(Clearing.of(stock, Set.of(), ALL, now), NOBODY);
    assertThat(gone.freed()).isPositive();
    for (var kind : List.of("layers", "blobs", "origins", "weights")) {
      assertThat(files(kind)).as(kind).isEmpty();
    }
  }

  @Test
  void takesANameAway() throws Exception {
    image("a").push("v1");
    var pinned = pullTag("v1");
    assertThat(inventory().untag(registry.image("shop/web:v1"))).isTrue();
    assertThat(inventory().untag(registry.image("shop/web:v1"))).isFalse();
    reopen();
    assertThat(stored(pinned).names()).isEmpty();
  }

  @Test
  void aFileWithTwoNamesWeighsOnce() throws Exception {
    var folder = Files.createDirectory(temp.resolve("weighed"));
    Files.write(folder.resolve("one"), "x".repeat(5000).getBytes(UTF_8));
    Files.createLink(folder.resolve("two"), folder.resolve("one"));
    assertThat(Weights.weigh(folder)).isEqualTo(4096 + 8192);
  }
}

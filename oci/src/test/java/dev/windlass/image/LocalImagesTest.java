// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static dev.windlass.image.FakeRegistry.answer;
import static dev.windlass.image.FakeRegistry.on;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.TestImage.Part;
import dev.windlass.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalImagesTest {
  private static final String REPOSITORY = "shop/web";

  @TempDir Path temp;
  private FakeRegistry registry;
  private LocalImages images;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    images = LocalImages.at(temp);
  }

  @AfterEach
  void stop() {
    images.close();
    registry.close();
  }

  private static Part layer(String file) throws IOException {
    return Part.of(new TarBall().file(file, "content of " + file).tar());
  }

  private Pull pull(Reference.Pinned image) throws InterruptedException {
    return images.pull(image, Credentials.NONE, Progress.SILENT);
  }

  private Failure failure(TestImage image) throws InterruptedException {
    return (Failure) pull(image.push("v1"));
  }

  private TestImage image() {
    return new TestImage(registry, REPOSITORY);
  }

  private void assertNothingHalfDone() throws IOException {
    assertThat(temp.resolve("drafts")).isEmptyDirectory();
  }

  private List<String> layersHere() throws IOException {
    var layers = temp.resolve("layers/sha256");
    if (Files.notExists(layers)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(layers)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void bringsAnImageHere() throws IOException, InterruptedException {
    var low = layer("low");
    var high = layer("high");
    var pinned = image().with(low).with(high).push("v1");
    var seen = Collections.synchronizedMap(new HashMap<Digest, Long>());

    var pulled =
        (Pull.Pulled)
            images.pull(pinned, Credentials.NONE, (layer, done, _) -> seen.put(layer, done));

    assertThat(pulled.fetched()).isGreaterThan(low.size() + high.size());
    assertThat(pulled.image().reference()).isEqualTo(pinned);
    assertThat(pulled.image().layers())
        .containsExactly(
            temp.resolve("layers/sha256/" + low.diffId().hex()),
            temp.resolve("layers/sha256/" + high.diffId().hex()));
    assertThat(pulled.image().layers().getLast().resolve("high")).hasContent("content of high");
    assertThat(pulled.image().config())
        .isEqualTo(
            new Image.Config(
                Platform.here(),
                List.of("/shop"),
                List.of("--serve"),
                Map.of("PATH", "/bin", "EMPTY", ""),
                "1000:1000",
                "/srv"));
    assertThat(seen)
        .containsEntry(low.digest(), low.size())
        .containsEntry(high.digest(), high.size());
    assertNothingHalfDone();
  }

  @Test
  void asksNobodyForWhatIsHere() throws IOException, InterruptedException {
    var pinned = image().with(layer("a")).push("v1");
    assertThat(pull(pinned)).isInstanceOf(Pull.Pulled.class);
    registry.close();
    images.close();
    images = LocalImages.at(temp);
    var again = (Pull.Pulled) pull(pinned);
    assertThat(again.fetched()).isZero();
    assertThat(again.image().layers()).hasSize(1);
  }

  @Test
  void fetchesOnlyTheLayersThatAreMissing() throws IOException, InterruptedException {
    var shared = layer("shared");
    pull(image().with(shared).push("v1"));
    registry.forgetRequests();
    pull(image().with(shared).with(layer("new")).with(shared).push("v2"));
    assertThat(registry.requests()).noneMatch(request -> request.contains(shared.digest().hex()));
  }

  @Test
  void readsEveryCompression() throws IOException, InterruptedException {
    byte[] plain = new TarBall().file("plain", "p").tar();
    byte[] zstd = new TarBall().file("zstd", "z".repeat(1 << 20)).tar();
    byte[] two = new TarBall().file("two", "2".repeat(3000)).tar();
    byte[] members =
        TarBall.gzip(Arrays.copyOf(two, 1000), Arrays.copyOfRange(two, 1000, two.length));
    var pulled =
        (Pull.Pulled)
            pull(
                image()
                    .with(Part.of(plain, plain))
                    .with(Part.of(zstd, TarBall.zstd(zstd)))
                    .with(Part.of(two, members))
                    .push("v1"));
    assertThat(pulled.image().layers().get(0).resolve("plain")).exists();
    assertThat(pulled.image().layers().get(1).resolve("zstd")).hasSize(1 << 20);
    assertThat(pulled.image().layers().get(2).resolve("two")).hasSize(3000);
  }

  @Test
  void choosesThePlatformOutOfAnIndex() throws IOException, InterruptedException {
    var ours = image().with(layer("ours")).push("ours");
    var theirs = image().with(layer("theirs")).forPlatform("linux", "s390x").push("theirs");
    var index = index(entry(theirs, "s390x"), entry(ours, Platform.here().architecture()));
    var pulled = (Pull.Pulled) pull(registry.image(REPOSITORY).at(index));
    assertThat(pulled.image().reference().digest()).isEqualTo(index);
    assertThat(pulled.image().layers().getFirst().resolve("ours")).exists();
  }

  private static String entry(Reference.Pinned image, String architecture) {
    return """
    {"mediaType":"%s","digest":"%s","size":1,"platform":{"os":"linux","architecture":"%s"}}\
    """
        .formatted(TestImage.MANIFEST, image.digest(), architecture);
  }

  private Digest index(String... entries) {
    return registry.manifest(
        REPOSITORY,
        "latest",
        TestImage.INDEX,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(TestImage.INDEX, String.join(",", entries)));
  }

  @Test
  void anIndexWithoutOurPlatformSaysWhatItOffers() throws IOException, InterruptedException {
    var theirs = image().with(layer("theirs")).push("theirs");
    var pinned =
        registry.image(REPOSITORY).at(index(entry(theirs, "s390x"), entry(theirs, "riscv64")));
    assertThat(pull(pinned))
        .isEqualTo(
            new Failure.WrongPlatform(
                pinned,
                Platform.here(),
                List.of(new Platform("linux", "s390x"), new Platform("linux", "riscv64"))));
  }

  @Test
  void anImageForAnotherPlatformIsNotFetched() throws IOException, InterruptedException {
    assertThat(failure(image().with(layer("a")).forPlatform("linux", "s390x")))
        .isInstanceOf(Failure.WrongPlatform.class);
    assertThat(layersHere()).isEmpty();
  }

  @Test
  void refusesWhatIsNoImage() throws IOException, InterruptedException {
    var a = layer("a");
    assertThat(failure(image().withConfigType("application/vnd.cncf.helm.config.v1+json")))
        .isEqualTo(
            new Failure.Unsupported(
                registry.image(REPOSITORY).at(pushedDigest()),
                "application/vnd.cncf.helm.config.v1+json"));
    assertThat(
            failure(
                image().with(new Part("text/plain", a.blob(), a.digest(), a.size(), a.diffId()))))
        .extracting("mediaType")
        .isEqualTo("text/plain");
    var old = registry.manifest(REPOSITORY, "old", "x", "{\"schemaVersion\":1,\"fsLayers\":[]}");
    assertThat(pull(registry.image(REPOSITORY).at(old)))
        .extracting("mediaType")
        .isEqualTo("application/vnd.docker.distribution.manifest.v1+json");
    for (var broken :
        List.of(
            "{",
            "[]",
            "{}",
            "{\"schemaVersion\":2,\"layers\":7}",
            "null",
            "{\"x\":" + "[".repeat(1 << 20),
            "{\"schemaVersion\":2,\"config\":{\"mediaType\":\""
                + TestImage.CONFIG
                + "\"},\"layers\":[null]}")) {
      var digest = registry.manifest(REPOSITORY, "broken", TestImage.MANIFEST, broken);
      assertThat(pull(registry.image(REPOSITORY).at(digest)))
          .as(broken)
          .isInstanceOfAny(Failure.Unsupported.class, Failure.BrokenDocument.class);
    }
  }

  private Digest pushedDigest() {
    return registry.requests().stream()
        .filter(request -> request.contains("/manifests/sha256:"))
        .map(request -> Digest.parse(request.substring(request.indexOf("sha256:"))))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusesBytesThatAreNotThoseOfTheDigest() throws IOException, InterruptedException {
    var good = layer("a");
    byte[] flipped = good.blob().clone();
    flipped[flipped.length / 2] ^= 1;
    var pinned = image().with(good).push("v1");
    registry.wrongBlob(REPOSITORY, good.digest(), flipped);
    assertThat(pull(pinned))
        .isEqualTo(new Failure.Corrupt(pinned, good.digest(), Digest.of(flipped)));
    byte[] cut = Arrays.copyOf(good.blob(), good.blob().length / 2);
    registry.wrongBlob(REPOSITORY, good.digest(), cut);
    assertThat(pull(pinned)).isEqualTo(new Failure.Corrupt(pinned, good.digest(), Digest.of(cut)));
    assertThat(layersHere()).isEmpty();
    assertNothingHalfDone();
    registry.wrongBlob(REPOSITORY, good.digest(), good.blob());
    assertThat(pull(pinned)).isInstanceOf(Pull.Pulled.class);
  }

  @Test
  void aConnectionThatBreaksIsNotTheImagesFault() throws IOException, InterruptedException {
    var part = Part.of(new TarBall().file("big", "x".repeat(1 << 20)).tar());
    var pinned = image().with(part).push("v1");
    registry.playing(
        on(
            "blobs/" + part.digest(),
            exchange -> {
              exchange.sendResponseHeaders(200, part.size());
              exchange.getResponseBody().write(part.blob(), 0, 100);
              exchange.getResponseBody().flush();
              exchange.close();
              return true;
            }));
    assertThat(pull(pinned))
        .isInstanceOf(Failure.Unreachable.class)
        .extracting("trouble")
        .isEqualTo(Failure.Unreachable.Trouble.BROKEN);
    assertNothingHalfDone();
  }

  @Test
  void aBlobThatTheRegistryLostIsItsFault() throws IOException, InterruptedException {
    var part = layer("a");
    var pinned = image().with(part).push("v1");
    registry.playing(
        on("blobs/" + part.digest(), e -> FakeRegistry.error(e, 404, "BLOB_UNKNOWN", "gone")));
    assertThat(pull(pinned))
        .isInstanceOf(Failure.LostContent.class)
        .extracting("part")
        .isEqualTo(part.digest());
  }

  @Test
  void badLayersAreNamed() throws IOException, InterruptedException {
    byte[] tar = new TarBall().file("a", "a").tar();
    byte[] blob = TarBall.gzip(tar);
    byte[] noise = "no tar at all ".repeat(100).getBytes(UTF_8);
    byte[] climbing = new TarBall().file("../a", "a").tar();
    byte[] cutGzip = Arrays.copyOf(blob, blob.length - 5);
    assertThat(detail(Part.of(noise))).contains("invalid tar header");
    assertThat(detail(Part.of(climbing))).contains("leads out of the layer");
    assertThat(detail(Part.of(tar, cutGzip))).contains("cannot be inflated");
    assertThat(detail(Part.of(noise, blob))).contains("it holds the tar " + Digest.of(tar));
    assertThat(
            detail(
                new Part(TestImage.LAYER, blob, Digest.of(blob), blob.length - 1, Digest.of(tar))))
        .contains("in its manifest");
    assertThat(layersHere()).isEmpty();
    assertNothingHalfDone();
  }

  private String detail(Part part) throws InterruptedException {
    return ((Failure.BadLayer) failure(image().with(part))).detail();
  }

  @Test
  void aBombDoesNotFillTheDisk() throws IOException, InterruptedException {
    try (var careful = LocalImages.at(temp, Limits.STANDARD.withUnpacked(1 << 20, 10))) {
      byte[] inside = new TarBall().file("zeros", new byte[4 << 20], TarBall.Change.NONE).tar();
      byte[] behind = Arrays.copyOf(new TarBall().file("a", "a").tar(), 4 << 20);
      for (byte[] bomb : List.of(inside, behind)) {
        var failure =
            careful.pull(image().with(Part.of(bomb)).push("v1"), Credentials.NONE, Progress.SILENT);
        assertThat(failure)
            .isInstanceOf(Failure.BadLayer.class)
            .extracting("detail")
            .isEqualTo("it unpacks to more than 1,048,576 bytes");
      }
      assertNothingHalfDone();
    }
  }

  @Test
  void pullsOfTheSameImageHappenOnce() throws Exception {
    var part = layer("a");
    var pinned = image().with(part).push("v1");
    var open = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    registry.playing(
        on(
            "blobs/" + part.digest(),
            _ -> {
              asked.countDown();
              open.await();
              return false;
            }));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pulls = new ArrayList<Callable<Pull>>(Collections.nCopies(8, () -> pull(pinned)));
      var futures = pulls.stream().map(threads::submit).toList();
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      open.countDown();
      for (var future : futures) {
        assertThat(future.get()).isInstanceOf(Pull.Pulled.class);
      }
    }
    assertThat(registry.requests().stream().filter(r -> r.contains(part.digest().hex())))
        .hasSize(1);
  }

  @Test
  void imagesThatShareALayerFetchItOnce() throws Exception {
    var part = layer("a");
    var one = image().with(part).push("v1");
    var two = image().with(part).with(layer("b")).push("v2");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> pull(one));
      var second = threads.submit(() -> pull(two));
      assertThat(first.get()).isInstanceOf(Pull.Pulled.class);
      assertThat(second.get()).isInstanceOf(Pull.Pulled.class);
    }
    assertThat(registry.requests().stream().filter(r -> r.contains(part.digest().hex())))
        .hasSize(1);
  }

  @Test
  void aPullThatNobodyWaitsForIsGivenUp() throws Exception {
    var part = Part.of(new TarBall().file("big", "x".repeat(1 << 20)).tar());
    var pinned = image().with(part).push("v1");
    var asked = new CountDownLatch(1);
    registry.playing(
        on(
            "blobs/" + part.digest(),
            exchange -> {
              exchange.sendResponseHeaders(200, part.size());
              exchange.getResponseBody().write(part.blob(), 0, 100);
              exchange.getResponseBody().flush();
              asked.countDown();
              Thread.sleep(Duration.ofMinutes(1)); // until the server is closed
              return true;
            }));
    var caller =
        Thread.ofVirtual()
            .unstarted(() ->
                assertThatThrownBy(() -> pull(pinned)).isInstanceOf(InterruptedException.class));
    caller.start();
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    waitForNoDrafts();
  }

  private void waitForNoDrafts() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (isFull(temp.resolve("drafts"))) {
      assertThat(System.nanoTime()).as("drafts are still there").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static boolean isFull(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isPresent();
    }
  }

  @Test
  void whatACrashLeftIsRemoved() throws IOException {
    var draft = Files.createDirectories(temp.resolve("drafts/layer-1/a/b"));
    Files.writeString(draft.resolve("file"), "half");
    Files.writeString(temp.resolve("drafts/blob-1"), "half");
    var process = new ProcessBuilder("mknod", draft.resolve("gone").toString(), "c", "0", "0");
    assertThat(process.start().onExit().join().exitValue()).isZero();
    LocalImages.at(temp).close();
    assertNothingHalfDone();
  }

  @Test
  void aFullDiskIsOurOwnTroubleAndLeavesNothing() throws Exception {
    var small = Files.createDirectories(temp.resolve("small"));
    Linux.mount("tmpfs", small, "tmpfs", 0, "size=1m");
    try (var here = LocalImages.at(small)) {
      var big = Part.of(new TarBall().file("big", new byte[4 << 20], TarBall.Change.NONE).tar());
      var failure = here.pull(image().with(big).push("v1"), Credentials.NONE, Progress.SILENT);
      assertThat(failure).isInstanceOf(Failure.Local.class);
      assertThat(((Failure.Local) failure).cause()).hasMessageContaining("No space left on device");
      assertThat(small.resolve("drafts")).isEmptyDirectory();
    } finally {
      Linux.unmount(small, 0);
    }
  }

  @Test
  void aDamagedManifestOnDiskIsFetchedAgain() throws IOException, InterruptedException {
    var pinned = image().with(layer("a")).push("v1");
    pull(pinned);
    Files.writeString(temp.resolve("blobs/sha256/" + pinned.digest().hex()), "damaged");
    assertThat(pull(pinned)).isInstanceOf(Pull.Pulled.class);
    assertThat(answersOf("manifests")).isEqualTo(2);
  }

  private long answersOf(String part) {
    return registry.requests().stream().filter(request -> request.contains(part)).count();
  }

  @Test
  void oneTokenDoesForAllLayers() throws IOException, InterruptedException {
    var pinned = image().with(layer("a")).with(layer("b")).push("v1");
    registry.playing(FakeRegistry.bearerAuth("http://" + registry.host() + "/token", "good"));
    registry.playing(on("/token", e -> answer(e, 200, "application/json", "{\"token\":\"good\"}")));
    assertThat(pull(pinned)).isInstanceOf(Pull.Pulled.class);
    assertThat(answersOf("/token")).isEqualTo(1);
  }
}

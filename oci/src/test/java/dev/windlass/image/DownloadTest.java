// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static dev.windlass.image.FakeRegistry.error;
import static dev.windlass.image.FakeRegistry.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.windlass.image.TestImage.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the bytes of a layer come over connections that break, and over several at once.
class DownloadTest {
  private static final String REPOSITORY = "shop/web";
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");
  private static final int SIZE = 1 << 20;
  private static final int PART = 64 << 10;
  private static final int SOME = 100_000;

  @TempDir Path temp;
  private final FakeRegistry registry = registry();
  private byte[] content = {};
  private Part part = new Part("", content, Digest.of(content), 0, Digest.of(content));
  private final Queue<String> ranges = new ConcurrentLinkedQueue<>(); // that were asked for

  private static FakeRegistry registry() {
    try {
      return new FakeRegistry();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void makeLayer() throws IOException {
    content = new byte[SIZE];
    new Random(1).nextBytes(content);
    part = Part.of(new TarBall().file("noise", content, TarBall.Change.NONE).tar());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  /// @param connections that may help
  private static Transfer transfer(int connections) {
    return new Transfer(
        3,
        1000,
        Duration.ofMillis(1),
        PART,
        4,
        16,
        connections,
        Duration.ZERO,
        Integer.MAX_VALUE,
        200,
        SIZE,
        SIZE);
  }

  private Pull pull(int connections) throws IOException, InterruptedException {
    try (var images = LocalImages.at(temp, Limits.STANDARD.withTransfer(transfer(connections)))) {
      var image = new TestImage(registry, REPOSITORY).with(part).push("v1");
      return images.pull(image, Credentials.NONE, Progress.SILENT);
    }
  }

  private void assertHere(Pull pull) throws IOException {
    assertThat(pull).isInstanceOf(Pull.Pulled.class);
    var image = ((Pull.Pulled) pull).image();
    assertThat(image.layers().getFirst().resolve("noise")).hasBinaryContent(content);
    assertThat(temp.resolve("drafts")).isEmptyDirectory();
  }

  private void assertBroken(Pull pull) {
    assertThat(pull)
        .isInstanceOf(Failure.Unreachable.class)
        .extracting("trouble")
        .isEqualTo(Failure.Unreachable.Trouble.BROKEN);
    assertThat(temp.resolve("drafts")).isEmptyDirectory();
  }

  /// What of the layer is asked for.
  private record Wanted(int from, int to, boolean isRange) {}

  private Wanted wanted(HttpExchange exchange) {
    var header = exchange.getRequestHeaders().getFirst("Range");
    if (header == null) {
      ranges.add("all");
      return new Wanted(0, part.blob().length, false);
    }
    ranges.add(header);
    var range = RANGE.matcher(header);
    assertThat(range.matches()).as(header).isTrue();
    int to = range.group(2).isEmpty() ? part.blob().length : Integer.parseInt(range.group(2)) + 1;
    return new Wanted(Integer.parseInt(range.group(1)), to, true);
  }

  /// Sends what is wanted, but breaks off after so many bytes.
  private boolean send(HttpExchange exchange, Wanted wanted, int most) throws IOException {
    int length = wanted.to - wanted.from;
    if (wanted.isRange) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(wanted.from, wanted.to - 1, part.blob().length));
    }
    exchange.sendResponseHeaders(wanted.isRange ? 206 : 200, length);
    exchange.getResponseBody().write(part.blob(), wanted.from, Math.min(most, length));
    exchange.getResponseBody().flush();
    exchange.close();
    return true;
  }

  private void playing(FakeRegistry.Play play) {
    registry.playing(on("blobs/" + part.digest(), play));
  }

  @Test
  void goesOnWhereTheConnectionBroke() throws IOException, InterruptedException {
    playing(exchange -> send(exchange, wanted(exchange), SOME));
    assertHere(pull(0));
    assertThat(ranges).hasSizeGreaterThan(10).startsWith("all", "bytes=" + SOME + "-");
  }

  @Test
  void givesUpWhenNothingMoreComes() throws IOException, InterruptedException {
    playing(exchange -> {
      var wanted = wanted(exchange);
      return send(exchange, wanted, wanted.isRange ? 1 : SOME);
    });
    assertBroken(pull(0));
    assertThat(ranges)
        .containsExactly("all", "bytes=100000-", "bytes=100001-", "bytes=100002-", "bytes=100003-");
  }

  @Test
  void beginsAnewWhereThereAreNoRanges() throws IOException, InterruptedException {
    var times = new AtomicInteger();
    playing(exchange -> {
      var wanted = wanted(exchange);
      var all = new Wanted(0, wanted.to, false);
      return send(exchange, all, times.getAndIncrement() < 2 ? SOME * times.get() : SIZE * 2);
    });
    assertHere(pull(0));
    assertThat(ranges).containsExactly("all", "bytes=100000-", "all");
  }

  @Test
  void aRegistryThatHasLessThanBeforeHasBrokenOff() throws IOException, InterruptedException {
    playing(exchange -> {
      var wanted = wanted(exchange);
      int end = ranges.size() == 2 ? SOME / 2 : wanted.to;
      return send(exchange, new Wanted(0, end, false), ranges.size() == 1 ? SOME : SIZE * 2);
    });
    assertHere(pull(0));
    assertThat(ranges).containsExactly("all", "bytes=100000-", "all");
  }

  @Test
  void doesNotBeginAnewForEver() throws IOException, InterruptedException {
    var times = new AtomicInteger();
    playing(exchange -> {
      var wanted = wanted(exchange);
      return send(exchange, new Wanted(0, wanted.to, false), SOME * times.incrementAndGet());
    });
    assertBroken(pull(0));
    assertThat(ranges).hasSize(5);
  }

  @Test
  void doesNotBelieveAnotherRange() throws IOException, InterruptedException {
    playing(exchange -> {
      var wanted = wanted(exchange);
      return wanted.isRange
          ? send(exchange, new Wanted(wanted.from + 1, wanted.to, true), SIZE * 2)
          : send(exchange, wanted, ranges.size() == 1 ? SOME : SIZE * 2);
    });
    assertHere(pull(0));
    assertThat(ranges).containsExactly("all", "bytes=100000-", "all");
  }

  @Test
  void doesWithoutRangesThatAreRefused() throws IOException, InterruptedException {
    playing(exchange -> {
      var wanted = wanted(exchange);
      return wanted.isRange
          ? error(exchange, 416, "RANGE_INVALID", "no ranges here")
          : send(exchange, wanted, ranges.size() == 1 ? SOME : SIZE * 2);
    });
    assertHere(pull(0));
    assertThat(ranges).containsExactly("all", "bytes=100000-", "all");
  }

  @Test
  void aBlobThatIsGoneInTheMiddleIsTheRegistrysFault() throws IOException, InterruptedException {
    playing(exchange ->
        ranges.isEmpty()
            ? send(exchange, wanted(exchange), SOME)
            : error(exchange, 404, "BLOB_UNKNOWN", "gone"));
    assertThat(pull(0)).isInstanceOf(Failure.LostContent.class);
  }

  /// As slow as a long line: what asks for all gets little at a time.
  private boolean drip(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, part.blob().length);
    for (int at = 0; at < part.blob().length; at += 10_000) {
      exchange.getResponseBody().write(part.blob(), at, Math.min(10_000, part.blob().length - at));
      exchange.getResponseBody().flush();
      Thread.sleep(5);
    }
    return true;
  }

  @Test
  void othersHelpWhenTheNetworkIsSlow() throws IOException, InterruptedException {
    var connections = ConcurrentHashMap.newKeySet();
    playing(exchange -> {
      connections.add(exchange.getRemoteAddress());
      var wanted = wanted(exchange);
      return wanted.isRange ? send(exchange, wanted, SIZE * 2) : drip(exchange);
    });
    assertHere(pull(3));
    assertThat(ranges).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    assertThat(connections).hasSizeLessThan(ranges.size()); // some are used again
  }

  @Test
  void whoHelpsInVainDoesNoHarm() throws IOException, InterruptedException {
    for (var harm :
        List.<FakeRegistry.Play>of(
            exchange -> drip(exchange),
            exchange -> error(exchange, 503, "UNAVAILABLE", "too many of you"),
            exchange -> send(exchange, new Wanted(7, 8, true), SIZE),
            exchange -> {
              exchange.close();
              return true;
            })) {
      try (var one = new FakeRegistry()) {
        var image = new TestImage(one, REPOSITORY).with(part).push("v1");
        one.playing(
            on(
                "blobs/" + part.digest(),
                exchange -> {
                  var wanted = wanted(exchange);
                  return wanted.isRange ? harm.answers(exchange) : drip(exchange);
                }));
        var folder = temp.resolve("of-" + one.port());
        try (var images = LocalImages.at(folder, Limits.STANDARD.withTransfer(transfer(3)))) {
          assertThat(images.pull(image, Credentials.NONE, Progress.SILENT))
              .isInstanceOf(Pull.Pulled.class);
        }
      }
    }
    assertThat(ranges).anyMatch(range -> range.startsWith("bytes="));
  }

  @Test
  void whoeverHelpsEndsWithThePull() throws Exception {
    var helping = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    playing(exchange -> {
      var wanted = wanted(exchange);
      if (!wanted.isRange) {
        return drip(exchange);
      }
      helping.countDown();
      never.await();
      return true;
    });
    var caller =
        Thread.ofVirtual()
            .start(
                () -> assertThatThrownBy(() -> pull(3)).isInstanceOf(InterruptedException.class));
    assertThat(helping.await(10, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    never.countDown();
    assertHere(pull(0));
  }

  @Test
  void aPullGoesOnWhenTheOneItWaitsForIsCancelled() throws Exception {
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    playing(exchange -> {
      if (asked.getCount() == 0) {
        return send(exchange, wanted(exchange), SIZE * 2);
      }
      asked.countDown();
      never.await();
      return true;
    });
    var other = Part.of(new TarBall().file("other", "other").tar());
    var first = new TestImage(registry, REPOSITORY).with(part).push("v1");
    var second = new TestImage(registry, REPOSITORY).with(part).with(other).push("v2");
    try (var images = LocalImages.at(temp)) {
      var cancelled =
          Thread.ofVirtual()
              .start(() ->
                  assertThatThrownBy(() -> images.pull(first, Credentials.NONE, Progress.SILENT))
                      .isInstanceOf(InterruptedException.class));
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      var pull = new FutureTask<>(() -> images.pull(second, Credentials.NONE, Progress.SILENT));
      Thread.ofVirtual().start(pull);
      cancelled.interrupt();
      assertThat(cancelled.join(Duration.ofSeconds(10))).isTrue();
      assertThat(pull.get(20, TimeUnit.SECONDS)).isInstanceOf(Pull.Pulled.class);
    } finally {
      never.countDown();
    }
  }

  @Test
  void aSmallLayerOfManyBytesIsABomb() throws IOException, InterruptedException {
    part = Part.of(new TarBall().file("zeros", new byte[16 << 20], TarBall.Change.NONE).tar());
    assertThat(pull(0))
        .isInstanceOf(Failure.BadLayer.class)
        .extracting("detail")
        .asString()
        .contains("more than 200 times as many");
    assertThat(temp.resolve("drafts")).isEmptyDirectory();
  }

  @Test
  void aLayerOfVeryManyFoldersIsNotHeldInMemory() throws IOException, InterruptedException {
    var tar = new TarBall();
    for (int i = 0; i < 6000; i++) {
      tar.folder("folder-" + i);
    }
    part = Part.of(tar.tar());
    assertThat(pull(0)).isInstanceOf(Failure.BadLayer.class);
  }
}

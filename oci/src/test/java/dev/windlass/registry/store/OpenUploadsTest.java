// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static dev.windlass.registry.store.Stock.bytes;
import static dev.windlass.registry.store.Stock.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.Digest.Algorithm;
import dev.windlass.registry.store.Blobs.Finished;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenUploadsTest {
  private static final Name WEB = new Name("shop/web");
  private static final StoreLimits THREE =
      new StoreLimits(
          3,
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofDays(30),
          10,
          10,
          0,
          2,
          Duration.ofSeconds(5));

  @TempDir private Path folder;
  private Stock stock;

  @BeforeEach
  void open() throws IOException {
    stock = Stock.in(folder, THREE);
  }

  @AfterEach
  void close() {
    stock.close();
  }

  private Uploads uploads() {
    return stock.store().uploads();
  }

  private Optional<Upload> begin() throws IOException {
    return uploads().begin(WEB, Algorithm.SHA256);
  }

  private static InputStream body(String text) {
    return new ByteArrayInputStream(bytes(text));
  }

  private List<Path> drafts() throws IOException {
    return Disk.list(folder.resolve("drafts"));
  }

  @Test
  void goOnAfterARestart() throws Exception {
    var upload = begin().orElseThrow();
    upload.append(body("first "));
    stock.restart();

    var finished =
        uploads()
            .with(
                WEB,
                upload.id(),
                resumed -> {
                  assertThat(resumed.size()).isEqualTo(6);
                  resumed.append(body("second"));
                  return stock.store().blobs().finish(WEB, resumed, digest("first second"));
                });

    assertThat(finished).contains(new Finished.Taken(digest("first second")));
    assertThat(stock.has("shop/web", "first second")).isTrue();
  }

  @Test
  void areOfOneRepository() throws Exception {
    var upload = begin().orElseThrow();
    assertThat(uploads().with(new Name("shop/api"), upload.id(), Upload::size)).isEmpty();
    stock.restart();
    assertThat(uploads().with(new Name("shop/api"), upload.id(), Upload::size)).isEmpty();
    assertThat(uploads().with(WEB, upload.id(), Upload::size)).contains(0L);
  }

  @Test
  void tooManyAreRefused() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(begin()).isPresent();
    }
    assertThat(begin()).isEmpty();
    stock.restart();
    assertThat(begin()).as("also after a restart").isEmpty();
  }

  @Test
  void idleOnesMakeRoom() throws Exception {
    var idle = begin().orElseThrow();
    var busy = begin().orElseThrow();
    begin();
    stock.clock.forward(Duration.ofMinutes(59));
    busy.append(body("x"));
    stock.clock.forward(Duration.ofMinutes(2));

    assertThat(begin()).isPresent();
    assertThat(uploads().with(WEB, idle.id(), Upload::size)).isEmpty();
    assertThat(uploads().with(WEB, busy.id(), Upload::size)).contains(1L);
    assertThat(drafts()).hasSize(2);
  }

  @Test
  void oneThatIsBeingUsedIsNotIdle() throws Exception {
    var slow = begin().orElseThrow();
    var still =
        uploads()
            .with(
                WEB,
                slow.id(),
                upload -> {
                  stock.clock.forward(Duration.ofHours(2));
                  try (var other =
                      java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
                    assertThat(other.submit(this::begin)).succeedsWithin(Duration.ofSeconds(10));
                  }
                  return Files.exists(upload.draft());
                });
    assertThat(still).contains(true);
  }

  @Test
  void whatIsNoUploadIsClearedAway() throws Exception {
    Files.createFile(folder.resolve("drafts/.draft-nonsense"));
    stock.restart();
    assertThat(drafts()).isEmpty();
  }

  @Test
  void otherBytesThanPromisedLeaveNothing() throws Exception {
    var upload = begin().orElseThrow();
    upload.append(body("other"));
    assertThat(stock.store().blobs().finish(WEB, upload, digest("promised")))
        .isEqualTo(new Finished.Other(digest("other")));
    uploads().forget(upload);
    assertThat(stock.audit().files()).isEmpty();
    assertThat(drafts()).isEmpty();
  }

  @Test
  void keepWhatCameBeforeTheClientWentAway() throws Exception {
    var upload = begin().orElseThrow();
    assertThatThrownBy(() -> upload.append(new SequenceInputStream(body("first "), broken())))
        .isInstanceOf(Upload.Broken.class);
    upload.append(body("second"));
    assertThat(stock.store().blobs().finish(WEB, upload, digest("first second")))
        .isInstanceOf(Finished.Taken.class);
  }

  private static InputStream broken() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("connection reset");
      }

      @Override
      public int read(byte[] into, int from, int most) throws IOException {
        return read();
      }
    };
  }

  @Test
  void bySha512TheyAreReadAgain() throws Exception {
    var upload = begin().orElseThrow();
    upload.append(body("content"));
    var wanted =
        dev.windlass.image.Digest.of(
            Algorithm.SHA512, Algorithm.SHA512.hash().digest(bytes("content")));
    assertThat(stock.store().blobs().finish(WEB, upload, wanted))
        .isEqualTo(new Finished.Taken(wanted));
    assertThat(stock.audit().files()).containsExactly(wanted.toString());
    assertThat(stock.audit().problems()).isEmpty();
  }
}

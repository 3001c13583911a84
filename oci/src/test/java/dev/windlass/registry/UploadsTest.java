// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  private static final byte[] CONTENT = bytes("0123456789");
  private static final Digest DIGEST = Digest.of(CONTENT);

  private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private EmbeddedRegistry registry;
  private Client client;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    registry = Fresh.registry(folder, () -> now);
    client = Client.owner(registry);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void refusesAChunkThatIsNotAsLongAsItSays() throws Exception {
    var reply = client.send("PATCH", client.begin("a"), bytes("0123"), "Content-Range", "0-9");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("SIZE_INVALID");
  }

  @Test
  void takesAHintThatItWillBeSha512() throws Exception {
    var hinted = client.send("POST", "/v2/b/blobs/uploads/?digest-algorithm=sha512", new byte[0]);
    var place = hinted.header("Location");
    var digest = Images.digest(Digest.Algorithm.SHA512, CONTENT);
    assertThat(client.send("PUT", place + "?digest=" + digest, CONTENT).status()).isEqualTo(201);
  }

  @Test
  void keepsNothingOfAnUploadThatFailedOrWasCancelled() throws Exception {
    var other = Digest.of(bytes("other"));
    client.send("POST", "/v2/a/blobs/uploads/?digest=" + other, CONTENT);
    var failed = client.begin("a");
    client.send("PUT", failed + "?digest=" + other, CONTENT);
    assertThat(client.get(failed).status()).isEqualTo(404);
    var cancelled = client.begin("a");
    client.send("PATCH", cancelled, CONTENT);
    client.delete(cancelled);
    assertThat(drafts()).isZero();
  }

  @Test
  void refusesToMountNonsense() throws Exception {
    var digest = client.send("POST", "/v2/b/blobs/uploads/?mount=x&from=a", new byte[0]);
    assertThat(digest.code()).isEqualTo("DIGEST_INVALID");
    var path = "/v2/b/blobs/uploads/?mount=" + DIGEST + "&from=../a";
    assertThat(client.send("POST", path, new byte[0]).code()).isEqualTo("NAME_INVALID");
  }

  @Test
  void goesOnWithAnUploadAfterARestart() throws Exception {
    var place = client.begin("a");
    client.send("PATCH", place, Arrays.copyOf(CONTENT, 3));
    registry.close();

    registry = Fresh.registry(folder);
    client = Client.owner(registry);
    assertThat(client.get(place).header("Range")).isEqualTo("0-2");
    assertThat(client.get(place.replace("/v2/a/", "/v2/b/")).status()).isEqualTo(404);
    client.send("PATCH", place, Arrays.copyOfRange(CONTENT, 3, CONTENT.length));
    assertThat(client.send("PUT", place + "?digest=" + DIGEST, new byte[0]).status())
        .isEqualTo(201);
    assertThat(client.get("/v2/a/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
    assertThat(drafts()).isZero();
  }

  @Test
  void mountsFromWhereverTheClientMayReadWhenItDoesNotSay() throws Exception {
    client.push("elsewhere", CONTENT);
    var path = "/v2/b/blobs/uploads/?mount=" + DIGEST;
    assertThat(client.send("POST", path, new byte[0]).status()).isEqualTo(201);
    assertThat(client.get("/v2/b/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
  }

  @Test
  void forgetsAnUploadThatNobodyContinues() throws Exception {
    var idle = client.begin("a");
    now = now.plus(Duration.ofMinutes(50));
    var busy = client.begin("a");
    now = now.plus(Duration.ofMinutes(50));
    client.begin("a");
    assertThat(client.get(idle).status()).isEqualTo(404);
    assertThat(client.get(busy).status()).isEqualTo(204);
  }

  private int drafts() throws IOException {
    try (var files = Files.list(folder.resolve("drafts"))) {
      return (int) files.count();
    }
  }
}

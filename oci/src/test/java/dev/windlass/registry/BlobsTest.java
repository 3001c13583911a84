// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.NOWHERE;
import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobsTest {
  private static final byte[] CONTENT = new byte[2048];

  static {
    new Random(7).nextBytes(CONTENT);
  }

  private EmbeddedRegistry registry;
  private Client client;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    registry = Fresh.registry(folder);
    client = Client.owner(registry);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void givesBackTheBytesThatWerePushedInOneGo() throws Exception {
    var digest = Digest.of(CONTENT);
    var pushed = client.send("POST", "/v2/a/b/blobs/uploads/?digest=" + digest, CONTENT);
    assertThat(pushed.status()).isEqualTo(201);

    var reply = client.get(pushed.header("Location"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(CONTENT);
    assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(reply.header("ETag")).isEqualTo("\"" + digest + "\"");
    assertThat(reply.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(reply.header("Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
  }

  @Test
  void tellsTheSizeWithoutTheBody() throws Exception {
    var digest = client.push("a", CONTENT);
    var reply = client.head("/v2/a/blobs/" + digest);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Length")).isEqualTo("2048");
    assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void takesAnEmptyBlob() throws Exception {
    var digest = client.push("a", new byte[0]);
    var reply = client.get("/v2/a/blobs/" + digest);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Length")).isEqualTo("0");
    assertThat(reply.body()).isEmpty();
  }

  record Ranged(String range, int status, String contentRange, int from, int to) {}

  static final List<Ranged> ranges =
      List.of(
          new Ranged("bytes=500-1499", 206, "bytes 500-1499/2048", 500, 1500),
          new Ranged("bytes=500-", 206, "bytes 500-2047/2048", 500, 2048),
          new Ranged("bytes=-500", 206, "bytes 1548-2047/2048", 1548, 2048),
          new Ranged("bytes=-5000", 206, "bytes 0-2047/2048", 0, 2048),
          new Ranged("bytes=2000-5000", 206, "bytes 2000-2047/2048", 2000, 2048),
          new Ranged("bytes=0-0", 206, "bytes 0-0/2048", 0, 1),
          new Ranged("bytes=500-0", 416, "bytes */2048", 0, 0),
          new Ranged("bytes=2048-", 416, "bytes */2048", 0, 0),
          new Ranged("bytes=5000-10000", 416, "bytes */2048", 0, 0),
          new Ranged("bytes=-0", 416, "bytes */2048", 0, 0),
          new Ranged("bytes=0-1,5-6", 200, "", 0, 2048),
          new Ranged("bytes=-", 200, "", 0, 2048),
          new Ranged("bytes=99999999999999999999-", 200, "", 0, 2048),
          new Ranged("pages=1-2", 200, "", 0, 2048),
          new Ranged("nonsense", 200, "", 0, 2048));

  @ParameterizedTest
  @FieldSource("ranges")
  void givesThePartThatIsAskedFor(Ranged row) throws Exception {
    var digest = client.push("a", CONTENT);
    var reply = client.get("/v2/a/blobs/" + digest, "Range", row.range);
    assertThat(reply.status()).isEqualTo(row.status);
    assertThat(reply.header("Content-Range")).isEqualTo(row.contentRange);
    if (row.status < 300) {
      assertThat(reply.body()).isEqualTo(Arrays.copyOfRange(CONTENT, row.from, row.to));
    }
  }

  @Test
  void doesNotKnowWhatNobodyPushed() throws Exception {
    var reply = client.get("/v2/a/blobs/" + NOWHERE);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("BLOB_UNKNOWN");
  }

  @Test
  void keepsTheBlobsOfOneRepositoryFromTheOthers() throws Exception {
    var digest = client.push("a", CONTENT);
    assertThat(client.get("/v2/a/b/blobs/" + digest).status()).isEqualTo(404);
    assertThat(client.get("/v2/b/blobs/" + digest).status()).isEqualTo(404);
  }

  @Test
  void deletesFromOneRepositoryOnly() throws Exception {
    var digest = client.push("a", CONTENT);
    client.push("b", CONTENT);
    assertThat(client.delete("/v2/a/blobs/" + digest).status()).isEqualTo(202);
    assertThat(client.head("/v2/a/blobs/" + digest).status()).isEqualTo(404);
    assertThat(client.delete("/v2/a/blobs/" + digest).status()).isEqualTo(404);
    assertThat(client.get("/v2/b/blobs/" + digest).body()).isEqualTo(CONTENT);
  }

  @Test
  void pushingAgainAfterDeletingBringsItBack() throws Exception {
    var digest = client.push("a", bytes("{}"));
    client.delete("/v2/a/blobs/" + digest);
    client.push("a", bytes("{}"));
    assertThat(client.head("/v2/a/blobs/" + digest).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:baddigeststring",
        "sha256:",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "sha256:ZZZZ",
        "x",
        "sha256%3A..%2F..%2Fetc"
      })
  void refusesDigestsThatAreNone(String digest) throws Exception {
    assertThat(client.get("/v2/a/blobs/" + digest).status()).isBetween(400, 404);
    assertThat(client.head("/v2/a/blobs/" + digest).status()).isBetween(400, 404);
    assertThat(client.delete("/v2/a/blobs/" + digest).status()).isBetween(400, 404);
    assertThat(client.send("POST", "/v2/a/blobs/uploads/?digest=" + digest, CONTENT).code())
        .isEqualTo("DIGEST_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "a//b", "-a", "a/_blobs/b", "..", "a/../b", "a%00b", "a%20b", "ä"})
  void refusesNamesThatAreNone(String name) throws Exception {
    var path = java.net.URI.create("/v2/" + name + "/blobs/" + NOWHERE).toASCIIString();
    var reply = client.get(path);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("NAME_INVALID");
  }

  @Test
  void listensWhereItSays() {
    assertThat(registry.address())
        .isEqualTo(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), registry.address().getPort()));
  }
}

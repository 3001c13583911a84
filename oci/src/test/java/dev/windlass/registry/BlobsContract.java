// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.NOWHERE;
import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Blobs that are there, and how to get them.
interface BlobsContract extends Claim {
  byte[] CONTENT = content();

  private static byte[] content() {
    byte[] content = new byte[2048];
    new Random(7).nextBytes(content);
    return content;
  }

  @Test
  default void givesBackTheBytesOfABlob() throws Exception {
    String name = fresh();
    var digest = client().push(name, CONTENT);
    var reply = client().get("/v2/" + name + "/blobs/" + digest);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(CONTENT);
    assertThat(reply.header("Content-Length")).isEqualTo("2048");
    assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  @Test
  default void tellsTheSizeOfABlobWithoutTheBody() throws Exception {
    String name = fresh();
    var digest = client().push(name, CONTENT);
    var reply = client().head("/v2/" + name + "/blobs/" + digest);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Length")).isEqualTo("2048");
    assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(reply.body()).isEmpty();
  }

  @Test
  default void takesAnEmptyBlob() throws Exception {
    String name = fresh();
    var digest = client().push(name, new byte[0]);
    var reply = client().get("/v2/" + name + "/blobs/" + digest);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Length")).isEqualTo("0");
    assertThat(reply.body()).isEmpty();
  }

  record Ranged(String range, int status, String contentRange, int from, int to) {
    @Override
    public String toString() {
      return range;
    }
  }

  List<Ranged> RANGES =
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
          new Ranged("bytes=-0", 416, "bytes */2048", 0, 0));

  @ParameterizedTest
  @FieldSource("RANGES")
  default void givesThePartThatIsAskedFor(Ranged row) throws Exception {
    String name = fresh();
    var digest = client().push(name, CONTENT);
    var reply = client().get("/v2/" + name + "/blobs/" + digest, "Range", row.range);
    assertThat(reply.status()).isEqualTo(row.status);
    assertThat(reply.header("Content-Range")).isEqualTo(row.contentRange);
    if (row.status < 300) {
      assertThat(reply.body()).isEqualTo(Arrays.copyOfRange(CONTENT, row.from, row.to));
      assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(row.to - row.from));
    }
  }

  @Test
  default void doesNotKnowABlobThatNobodyPushed() throws Exception {
    String name = fresh();
    client().push(name, CONTENT);
    for (String repository : List.of(name, fresh())) {
      var reply = client().get("/v2/" + repository + "/blobs/" + NOWHERE);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("BLOB_UNKNOWN");
      assertThat(client().head("/v2/" + repository + "/blobs/" + NOWHERE).status()).isEqualTo(404);
    }
  }

  @Test
  default void keepsTheBlobsOfOneRepositoryFromTheOthers() throws Exception {
    String name = fresh();
    var digest = client().push(name, bytes("only in " + name));
    for (String other : List.of(name + "/below", "contract", fresh())) {
      assertThat(client().get("/v2/" + other + "/blobs/" + digest).status()).isEqualTo(404);
    }
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
  default void hasNoBlobUnderADigestThatIsNone(String digest) throws Exception {
    String path = "/v2/" + fresh() + "/blobs/" + digest;
    assertThat(client().get(path).status()).isIn(400, 404);
    assertThat(client().head(path).status()).isIn(400, 404);
    assertThat(client().delete(path).status()).isIn(400, 404);
  }
}

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobsTest {
  private static final byte[] CONTENT = bytes("content");

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
  void takesABlobInOneRequest() throws Exception {
    var digest = Digest.of(CONTENT);
    var pushed = client.send("POST", "/v2/a/b/blobs/uploads/?digest=" + digest, CONTENT);
    assertThat(pushed.status()).isEqualTo(201);
    var reply = client.get(pushed.header("Location"));
    assertThat(reply.body()).isEqualTo(CONTENT);
    assertThat(reply.header("ETag")).isEqualTo("\"" + digest + "\"");
    assertThat(reply.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(reply.header("Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
  }

  /// Ranges that we do not do get all, as RFC 9110 allows.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "bytes=-",
        "bytes=99999999999999999999-",
        "pages=1-2",
        "nonsense"
      })
  void givesAllWhenTheRangeIsNone(String range) throws Exception {
    var reply = client.get("/v2/a/blobs/" + client.push("a", CONTENT), "Range", range);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Range")).isEmpty();
    assertThat(reply.body()).isEqualTo(CONTENT);
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

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.OCI;
import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {
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

  private void tag(String repository, String... tags) throws IOException, InterruptedException {
    byte[] manifest = Images.prepared(client, repository, "layer of " + repository);
    for (String tag : tags) {
      client.putManifest(repository, tag, OCI, manifest);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "", "99999999999999"})
  void refusesPagesOfNoSize(String n) throws Exception {
    tag("a", "t1");
    var reply = client.get("/v2/a/tags/list?n=" + n);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("PAGINATION_NUMBER_INVALID");
  }

  @Test
  void listsRepositoriesThatHaveImages() throws Exception {
    tag("b/c", "v1");
    tag("b", "v1");
    tag("a", "v1");
    client.push("only/blobs", bytes("x"));
    assertThat(client.get("/v2/_catalog").text())
        .isEqualTo("{\"repositories\":[\"a\",\"b\",\"b/c\"]}");
    var page = client.get("/v2/_catalog?n=1&last=a");
    assertThat(page.text()).contains("[\"b\"]");
    assertThat(page.header("Link")).isEqualTo("</v2/_catalog?n=1&last=b>; rel=\"next\"");
  }

  @Test
  void listsReferrersWhateverTheyCallThemselves() throws Exception {
    var config = Piece.config("odd");
    client.push("a", config.content);
    var odd =
        Piece.image(
            ",\"artifactType\":\"\\ud800\",\"annotations\":{\"a\":null,\"b\":\"\\ud800\"}"
                + ",\"subject\":"
                + config.descriptor(""),
            config);
    assertThat(client.putManifest("a", "v1", OCI, odd.content).status()).isEqualTo(201);
    assertThat(client.get("/v2/a/referrers/" + config.digest).text())
        .contains("\"artifactType\":\"?\",\"annotations\":{\"b\":\"?\"}");
  }
}

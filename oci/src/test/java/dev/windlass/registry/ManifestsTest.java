// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.INDEX;
import static dev.windlass.registry.Images.NOWHERE;
import static dev.windlass.registry.Images.OCI;
import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {
  private Path folder;
  private EmbeddedRegistry registry;
  private Client client;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    registry = Fresh.registry(folder);
    client = Client.owner(registry);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void survivesARestart() throws Exception {
    byte[] manifest = Images.prepared(client, "a", "layer");
    client.putManifest("a", "v1", OCI, manifest);
    registry.close();
    registry = Fresh.registry(folder);
    client = Client.owner(registry);
    assertThat(client.get("/v2/a/manifests/v1").body()).isEqualTo(manifest);
  }

  @Test
  void saysThatItIsTheRepositoryThatIsUnknown() throws Exception {
    assertThat(client.get("/v2/none/manifests/v1").code()).isEqualTo("NAME_UNKNOWN");
  }

  @Test
  void takesFourMebibytes() throws Exception {
    byte[] manifest = Images.padded(client, "a", 4 << 20);
    assertThat(client.putManifest("a", "big", OCI, manifest).status()).isEqualTo(201);
    assertThat(client.get("/v2/a/manifests/big").body()).isEqualTo(manifest);
  }

  record Bad(String why, String type, String content) {
    @Override
    public String toString() {
      return why;
    }
  }

  static final List<Bad> badManifests =
      List.of(
          new Bad("no JSON", OCI, "hello"),
          new Bad("nothing", OCI, ""),
          new Bad("null", OCI, "null"),
          new Bad("a list", OCI, "[]"),
          new Bad("a number", OCI, "7"),
          new Bad("cut off", OCI, "{\"schemaVersion\":2,\"config\":{"),
          new Bad("no version", OCI, "{}"),
          new Bad("schema 1", OCI, "{\"schemaVersion\":1,\"fsLayers\":[]}"),
          new Bad("version is text", OCI, "{\"schemaVersion\":\"two\"}"),
          new Bad(
              "schema 1 by type",
              "application/vnd.docker.distribution.manifest.v1+prettyjws",
              "{\"schemaVersion\":1,\"fsLayers\":[]}"),
          new Bad("no config", OCI, "{\"schemaVersion\":2,\"layers\":[]}"),
          new Bad("no layers", OCI, "{\"schemaVersion\":2,\"config\":" + good() + "}"),
          new Bad("config is text", OCI, "{\"schemaVersion\":2,\"config\":\"x\",\"layers\":[]}"),
          new Bad("config is empty", OCI, "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}"),
          new Bad("a layer is null", OCI, image("null")),
          new Bad("a layer is text", OCI, image("\"x\"")),
          new Bad("digest is none", OCI, image("{\"digest\":\"sha256:x\",\"size\":1}")),
          new Bad("no size", OCI, image("{\"digest\":\"" + NOWHERE + "\"}")),
          new Bad("size below 0", OCI, image("{\"digest\":\"" + NOWHERE + "\",\"size\":-1}")),
          new Bad("size is text", OCI, image("{\"digest\":\"" + NOWHERE + "\",\"size\":\"x\"}")),
          new Bad("layers are a map", OCI, "{\"schemaVersion\":2,\"layers\":{}}"),
          new Bad("types differ", OCI, "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\"}"),
          new Bad("index without manifests", INDEX, "{\"schemaVersion\":2}"),
          new Bad("bad subject", INDEX, "{\"schemaVersion\":2,\"manifests\":[],\"subject\":{}}"),
          new Bad("deep", OCI, "{\"x\":" + "[".repeat(1_000_000)),
          new Bad(
              "deep and closed", OCI, "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
          new Bad("cut off in an empty name", OCI, "{\"\""),
          new Bad("half a character", OCI, "{\"schemaVersion\":2,\"mediaType\":\"\\ud800\"}"),
          new Bad("no type", "", "{\"schemaVersion\":2}"));

  private static String good() {
    return Images.descriptor(Images.CONFIG_TYPE, bytes("{}"));
  }

  private static String image(String layer) {
    return "{\"schemaVersion\":2,\"config\":" + good() + ",\"layers\":[" + layer + "]}";
  }

  @ParameterizedTest
  @FieldSource("badManifests")
  void refusesManifestsThatAreNone(Bad row) throws Exception {
    client.push("a", bytes("{}"));
    var reply = client.putManifest("a", "v1", row.type, bytes(row.content));
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("MANIFEST_INVALID");
  }

  @Test
  void doesNotClimbOutOfItsFolder() throws Exception {
    byte[] manifest = Images.prepared(client, "a", "layer");
    assertThat(client.putManifest("a", "%2e%2e", OCI, manifest).code()).isEqualTo("TAG_INVALID");
    assertThat(client.get("/v2/a/manifests/%2e%2e").code()).isEqualTo("TAG_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/", "/v2/a", "/v2/a/tags", "/v2/a/manifests/", "/v2//", "/x"})
  void hasNothingAtOtherPaths(String path) throws Exception {
    var reply = client.get(path);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void saysWhatCanBeDoneInstead() throws Exception {
    var reply = client.send("POST", "/v2/a/manifests/v1", new byte[0]);
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.code()).isEqualTo("UNSUPPORTED");
    assertThat(reply.header("Allow")).isEqualTo("DELETE, GET, HEAD, PUT");
  }
}

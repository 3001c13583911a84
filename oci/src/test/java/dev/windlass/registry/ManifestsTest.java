// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.INDEX;
import static dev.windlass.registry.Images.NOWHERE;
import static dev.windlass.registry.Images.OCI;
import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
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
  void givesBackTheBytesAndTheTypeThatWerePushed() throws Exception {
    byte[] manifest = Images.prepared(client, "a", "layer");
    var digest = Digest.of(manifest).toString();
    var pushed = client.putManifest("a", "v1", OCI + "; charset=utf-8", manifest);
    assertThat(pushed.status()).isEqualTo(201);
    assertThat(pushed.header("Docker-Content-Digest")).isEqualTo(digest);

    for (String place : List.of("/v2/a/manifests/v1", pushed.header("Location"))) {
      var reply = client.get(place, "Accept", "text/html");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo(manifest);
      assertThat(reply.header("Content-Type")).isEqualTo(OCI);
      assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest);
      var head = client.head(place);
      assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(manifest.length));
      assertThat(head.header("Content-Type")).isEqualTo(OCI);
    }
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
  void movesATagAndKeepsWhatItPointedAt() throws Exception {
    byte[] first = Images.prepared(client, "a", "one");
    byte[] second = Images.prepared(client, "a", "two");
    client.putManifest("a", "latest", OCI, first);
    client.putManifest("a", "latest", OCI, second);
    assertThat(client.get("/v2/a/manifests/latest").body()).isEqualTo(second);
    assertThat(client.get("/v2/a/manifests/" + Digest.of(first)).body()).isEqualTo(first);
  }

  @Test
  void saysWhetherTheTagOrTheRepositoryIsUnknown() throws Exception {
    client.putManifest("a", "v1", OCI, Images.prepared(client, "a", "layer"));
    assertThat(client.get("/v2/a/manifests/nope").code()).isEqualTo("MANIFEST_UNKNOWN");
    assertThat(client.get("/v2/a/manifests/" + NOWHERE).code()).isEqualTo("MANIFEST_UNKNOWN");
    assertThat(client.get("/v2/none/manifests/v1").code()).isEqualTo("NAME_UNKNOWN");
    assertThat(client.get("/v2/none/manifests/v1").status()).isEqualTo(404);
  }

  @Test
  void refusesAManifestWhoseBlobsAreNotHere() throws Exception {
    byte[] manifest = Images.prepared(client, "a", "layer");
    var elsewhere = client.putManifest("b", "v1", OCI, manifest);
    assertThat(elsewhere.status()).isEqualTo(400);
    assertThat(elsewhere.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");

    client.delete("/v2/a/blobs/" + Digest.of(bytes("layer")));
    var reply = client.putManifest("a", "v1", OCI, manifest);
    assertThat(reply.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(reply.text()).contains(Digest.of(bytes("layer")).toString());
    assertThat(client.get("/v2/a/manifests/v1").status()).isEqualTo(404);
  }

  @Test
  void takesAnIndexOnlyAfterItsChildren() throws Exception {
    byte[] child = Images.prepared(client, "a", "layer");
    var early = client.putManifest("a", "all", INDEX, Images.index(child));
    assertThat(early.status()).isEqualTo(400);
    assertThat(early.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");

    client.putManifest("a", Digest.of(child).toString(), OCI, child);
    assertThat(client.putManifest("a", "all", INDEX, Images.index(child)).status()).isEqualTo(201);
    assertThat(client.get("/v2/a/manifests/all").header("Content-Type")).isEqualTo(INDEX);
  }

  @Test
  void doesNotMissLayersThatMustNotBeHandedOn() throws Exception {
    byte[] config = bytes("{}");
    client.push("a", config);
    byte[] manifest =
        bytes(
            new String(
                    Images.manifest(config, bytes("far away"), ""),
                    java.nio.charset.StandardCharsets.UTF_8)
                .replace("image.layer.v1", "image.layer.nondistributable.v1"));
    assertThat(client.putManifest("a", "v1", OCI, manifest).status()).isEqualTo(201);
  }

  @Test
  void refusesAManifestUnderAnotherDigest() throws Exception {
    byte[] manifest = Images.prepared(client, "a", "layer");
    var reply = client.putManifest("a", NOWHERE.toString(), OCI, manifest);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("DIGEST_INVALID");
    assertThat(client.putManifest("a", "sha256:baddigeststring", OCI, manifest).status())
        .isEqualTo(400);
  }

  @Test
  void takesSha512AndTagsItByParameter() throws Exception {
    byte[] manifest = Images.prepared(client, "a", "layer");
    var algorithm = Digest.Algorithm.SHA512;
    var digest = Digest.of(algorithm, algorithm.hash().digest(manifest));
    var reply = client.putManifest("a", digest + "?tag=one&tag=two", OCI, manifest);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("OCI-Tag")).isEqualTo("one, two");
    assertThat(client.get("/v2/a/manifests/two").header("Docker-Content-Digest"))
        .isEqualTo(digest.toString());
  }

  @Test
  void deletesATagAndNothingElse() throws Exception {
    byte[] manifest = Images.prepared(client, "a", "layer");
    client.putManifest("a", "one", OCI, manifest);
    client.putManifest("a", "two", OCI, manifest);
    assertThat(client.delete("/v2/a/manifests/one").status()).isEqualTo(202);
    assertThat(client.get("/v2/a/manifests/one").status()).isEqualTo(404);
    assertThat(client.delete("/v2/a/manifests/one").status()).isEqualTo(404);
    assertThat(client.get("/v2/a/manifests/two").status()).isEqualTo(200);
  }

  @Test
  void deletesAManifestWithAllItsTags() throws Exception {
    byte[] manifest = Images.prepared(client, "a", "layer");
    client.putManifest("a", "one", OCI, manifest);
    client.putManifest("a", "two", OCI, manifest);
    client.putManifest("a", "other", OCI, Images.prepared(client, "a", "other layer"));
    assertThat(client.delete("/v2/a/manifests/" + Digest.of(manifest)).status()).isEqualTo(202);
    assertThat(client.head("/v2/a/manifests/" + Digest.of(manifest)).status()).isEqualTo(404);
    assertThat(client.get("/v2/a/tags/list").text())
        .isEqualTo("{\"name\":\"a\",\"tags\":[\"other\"]}");
    assertThat(client.delete("/v2/a/manifests/" + Digest.of(manifest)).status()).isEqualTo(404);
  }

  @Test
  void takesFourMebibytesAndNoMore() throws Exception {
    byte[] config = bytes("{}");
    client.push("a", config);
    client.push("a", bytes("layer"));
    assertThat(client.putManifest("a", "big", OCI, padded(config, 4 << 20)).status())
        .isEqualTo(201);
    assertThat(client.get("/v2/a/manifests/big").body()).hasSize(4 << 20);
    assertThat(client.putManifest("a", "big", OCI, padded(config, (4 << 20) + 1)).status())
        .isEqualTo(413);
  }

  private static byte[] padded(byte[] config, int size) {
    int bare = Images.manifest(config, bytes("layer"), annotation(0)).length;
    return Images.manifest(config, bytes("layer"), annotation(size - bare));
  }

  private static String annotation(int length) {
    return ",\"annotations\":{\"pad\":\"" + "x".repeat(length) + "\"}";
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

  @ParameterizedTest
  @ValueSource(strings = {".hidden", "-x", "a%20b", "ta%C3%A4g", "%2e%2e"})
  void refusesTagsThatAreNone(String tag) throws Exception {
    byte[] manifest = Images.prepared(client, "a", "layer");
    assertThat(client.putManifest("a", tag, OCI, manifest).status()).isEqualTo(400);
    assertThat(client.get("/v2/a/manifests/" + tag).status()).isEqualTo(400);
    assertThat(client.delete("/v2/a/manifests/" + tag).status()).isEqualTo(400);
  }

  @Test
  void refusesATagThatIsTooLong() throws Exception {
    byte[] manifest = Images.prepared(client, "a", "layer");
    assertThat(client.putManifest("a", "x".repeat(128), OCI, manifest).status()).isEqualTo(201);
    assertThat(client.putManifest("a", "x".repeat(129), OCI, manifest).status()).isEqualTo(400);
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

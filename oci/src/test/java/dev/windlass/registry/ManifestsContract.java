// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.INDEX;
import static dev.windlass.registry.Images.NOWHERE;
import static dev.windlass.registry.Images.OCI;
import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Manifests by tag and by digest: what is taken, what is refused, and what comes back.
interface ManifestsContract extends Claim {
  @Test
  default void givesBackTheBytesAndTheTypeThatWerePushed() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    var digest = Digest.of(manifest).toString();
    var pushed = client().putManifest(name, "v1", OCI, manifest);
    assertThat(pushed.status()).isEqualTo(201);
    assertThat(pushed.header("Docker-Content-Digest")).isEqualTo(digest);

    for (String place : List.of("/v2/" + name + "/manifests/v1", pushed.header("Location"))) {
      for (var reply : List.of(client().get(place), client().head(place))) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo(OCI);
        assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(manifest.length));
        assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest);
      }
      assertThat(client().get(place).body()).isEqualTo(manifest);
      assertThat(client().head(place).body()).isEmpty();
    }
  }

  @Test
  default void givesWhatItHasWhateverTheClientWouldRatherHave() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    client().putManifest(name, "v1", OCI, manifest);
    for (String wish : List.of("text/html", INDEX, "*/*", "nonsense")) {
      var reply = client().get("/v2/" + name + "/manifests/v1", "Accept", wish);
      assertThat(reply.header("Content-Type")).as(wish).isEqualTo(OCI);
      assertThat(reply.body()).isEqualTo(manifest);
    }
  }

  @Test
  default void ignoresParametersOfTheType() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    var pushed = client().putManifest(name, "v1", OCI + "; charset=utf-8", manifest);
    assertThat(pushed.status()).isEqualTo(201);
    var reply = client().get("/v2/" + name + "/manifests/v1");
    assertThat(reply.header("Content-Type")).isEqualTo(OCI);
  }

  @Test
  default void movesATagAndKeepsWhatItPointedAt() throws Exception {
    String name = fresh();
    byte[] first = Images.prepared(client(), name, "one");
    byte[] second = Images.prepared(client(), name, "two");
    client().putManifest(name, "latest", OCI, first);
    client().putManifest(name, "latest", OCI, second);
    assertThat(client().get("/v2/" + name + "/manifests/latest").body()).isEqualTo(second);
    assertThat(client().get("/v2/" + name + "/manifests/" + Digest.of(first)).body())
        .isEqualTo(first);
  }

  @Test
  default void doesNotKnowAManifestThatNobodyPushed() throws Exception {
    String name = fresh();
    client().putManifest(name, "v1", OCI, Images.prepared(client(), name, "layer"));
    for (String reference : List.of("nope", NOWHERE.toString())) {
      var reply = client().get("/v2/" + name + "/manifests/" + reference);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("MANIFEST_UNKNOWN");
      assertThat(client().head("/v2/" + name + "/manifests/" + reference).status()).isEqualTo(404);
      var elsewhere = client().get("/v2/" + fresh() + "/manifests/" + reference);
      assertThat(elsewhere.status()).isEqualTo(404);
      assertThat(elsewhere.code()).isIn("MANIFEST_UNKNOWN", "NAME_UNKNOWN");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:baddigeststring",
        "sha256:",
        "sha512:abc",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "sha256:ZZZZ"
      })
  default void hasNoManifestUnderADigestThatIsNone(String digest) throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    var path = "/v2/" + name + "/manifests/" + digest;
    assertThat(client().putManifest(name, digest, OCI, manifest).status()).isIn(400, 404);
    assertThat(client().get(path).status()).isIn(400, 404);
    assertThat(client().head(path).status()).isIn(400, 404);
    assertThat(client().delete(path).status()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {".hidden", "-x", "a%20b", "ta%C3%A4g", "a+b"})
  default void hasNoManifestUnderATagThatIsNone(String tag) throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    var path = "/v2/" + name + "/manifests/" + tag;
    assertThat(client().putManifest(name, tag, OCI, manifest).status()).isIn(400, 404);
    assertThat(client().get(path).status()).isIn(400, 404);
    assertThat(client().delete(path).status()).isIn(400, 404);
  }

  @Test
  default void takesATagOf128CharactersAndNotOfMore() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    assertThat(client().putManifest(name, "x".repeat(128), OCI, manifest).status()).isEqualTo(201);
    assertThat(client().putManifest(name, "x".repeat(129), OCI, manifest).status()).isIn(400, 404);
  }

  @Test
  default void refusesAManifestUnderAnotherDigest() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    var reply = client().putManifest(name, NOWHERE.toString(), OCI, manifest);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("DIGEST_INVALID");
    assertThat(client().get("/v2/" + name + "/manifests/" + NOWHERE).status()).isEqualTo(404);
  }

  @Test
  default void refusesAManifestWhoseBlobsAreNotHere() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    String other = fresh();
    client().push(other, bytes(Images.CONFIG));
    var reply = client().putManifest(other, "v1", OCI, manifest);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(reply.text()).contains(Digest.of(bytes("layer")).toString());
    assertThat(client().get("/v2/" + other + "/manifests/v1").status()).isEqualTo(404);
  }

  @Test
  default void takesAnIndexOnlyAfterItsChildren() throws Exception {
    String name = fresh();
    byte[] child = Images.prepared(client(), name, "layer");
    var early = client().putManifest(name, "all", INDEX, Images.index(child));
    assertThat(early.status()).isEqualTo(400);
    assertThat(early.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    client().putManifest(name, Digest.of(child).toString(), OCI, child);
    assertThat(client().putManifest(name, "all", INDEX, Images.index(child)).status())
        .isEqualTo(201);
  }

  @Test
  default void tagsByParameter() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    var tags = IntStream.range(0, 10).mapToObj(i -> "tag" + i).toList();
    var wanted = "?tag=" + String.join("&tag=", tags);
    var pushed = client().putManifest(name, Digest.of(manifest) + wanted, OCI, manifest);
    assertThat(pushed.status()).isEqualTo(201);
    assertThat(String.join(",", pushed.answer().headers().allValues("OCI-Tag")).split(", *"))
        .containsExactlyInAnyOrderElementsOf(tags);
    for (String tag : tags) {
      assertThat(client().get("/v2/" + name + "/manifests/" + tag).body()).isEqualTo(manifest);
    }
  }

  @Test
  default void refusesManifestsOfMoreThanFourMebibytes() throws Exception {
    String name = fresh();
    byte[] manifest = Images.padded(client(), name, (4 << 20) + 1);
    assertThat(client().putManifest(name, "big", OCI, manifest).status()).isEqualTo(413);
    assertThat(client().get("/v2/" + name + "/manifests/big").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
        "application/vnd.docker.distribution.manifest.v1+json",
        "application/json",
        OCI
      })
  default void refusesSchema1(String type) throws Exception {
    String name = fresh();
    byte[] manifest =
        bytes(
            """
            {"schemaVersion":1,"name":"%s","tag":"v1","architecture":"amd64","fsLayers":[],\
            "history":[],"signatures":[]}\
            """
                .formatted(name));
    var reply = client().putManifest(name, "v1", type, manifest);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("MANIFEST_INVALID");
    assertThat(client().get("/v2/" + name + "/manifests/v1").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "W/\"%s\"", "\"other\", \"%s\"", "*"})
  default void sendsNothingToThoseWhoHaveItAlready(String known) throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    client().putManifest(name, "v1", OCI, manifest);
    var blob = Digest.of(bytes("layer"));
    for (String path : List.of("/manifests/v1", "/blobs/" + blob)) {
      var first = client().get("/v2/" + name + path);
      var condition = known.formatted(first.header("ETag").replace("\"", ""));
      for (String method : List.of("GET", "HEAD")) {
        var again =
            client().send(method, "/v2/" + name + path, new byte[0], "If-None-Match", condition);
        assertThat(again.status()).as(method + path).isEqualTo(304);
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.body()).isEmpty();
      }
    }
  }

  @Test
  default void sendsAllToThoseWhoHaveAnother() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    client().putManifest(name, "v1", OCI, manifest);
    var path = "/v2/" + name + "/manifests/v1";
    var reply = client().get(path, "If-None-Match", "\"" + NOWHERE + "\"");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(manifest);
  }

  @Test
  default void takesManifestsOfTypesThatNobodyKnows() throws Exception {
    String name = fresh();
    var type = "application/vnd.example.recipe.v3+json";
    byte[] manifest = bytes("{\"mediaType\":\"" + type + "\",\"steps\":[\"stir\"]}");
    assertThat(client().putManifest(name, "v1", type, manifest).status()).isEqualTo(201);
    var reply = client().get("/v2/" + name + "/manifests/v1");
    assertThat(reply.body()).isEqualTo(manifest);
    assertThat(reply.header("Content-Type")).isEqualTo(type);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.NOWHERE;
import static dev.windlass.registry.Images.OCI;
import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What goes, what stays, and what can come back.
interface DeletesContract extends Claim {
  @Test
  default void deletesATagAndNothingElse() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    client().putManifest(name, "one", OCI, manifest);
    client().putManifest(name, "two", OCI, manifest);
    assertThat(client().delete("/v2/" + name + "/manifests/one").status()).isEqualTo(202);
    assertThat(client().head("/v2/" + name + "/manifests/one").status()).isEqualTo(404);
    assertThat(client().get("/v2/" + name + "/manifests/two").body()).isEqualTo(manifest);
    assertThat(client().get("/v2/" + name + "/manifests/" + Digest.of(manifest)).body())
        .isEqualTo(manifest);
    assertThat(client().get("/v2/" + name + "/tags/list").text()).contains("[\"two\"]");
    assertThat(client().delete("/v2/" + name + "/manifests/one").status()).isEqualTo(404);
  }

  @Test
  default void keepsAManifestWithoutTags() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    client().putManifest(name, "only", OCI, manifest);
    client().delete("/v2/" + name + "/manifests/only");
    assertThat(client().get("/v2/" + name + "/manifests/" + Digest.of(manifest)).body())
        .isEqualTo(manifest);
  }

  @Test
  default void deletesAManifestWithAllItsTags() throws Exception {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    client().putManifest(name, "one", OCI, manifest);
    client().putManifest(name, "two", OCI, manifest);
    client().putManifest(name, "other", OCI, Images.prepared(client(), name, "other layer"));
    var place = "/v2/" + name + "/manifests/" + Digest.of(manifest);
    assertThat(client().delete(place).status()).isEqualTo(202);
    assertThat(client().head(place).status()).isEqualTo(404);
    assertThat(client().head("/v2/" + name + "/manifests/one").status()).isEqualTo(404);
    assertThat(client().head("/v2/" + name + "/manifests/two").status()).isEqualTo(404);
    assertThat(client().get("/v2/" + name + "/tags/list").text()).contains("[\"other\"]");
    assertThat(client().delete(place).status()).isEqualTo(404);
  }

  @Test
  default void doesNotDeleteWhatIsNotThere() throws Exception {
    String name = fresh();
    client().putManifest(name, "v1", OCI, Images.prepared(client(), name, "layer"));
    for (String repository : List.of(name, fresh())) {
      for (String path : List.of("/manifests/nope", "/manifests/" + NOWHERE, "/blobs/" + NOWHERE)) {
        assertThat(client().delete("/v2/" + repository + path).status()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  default void deletesABlobFromOneRepositoryOnly() throws Exception {
    String name = fresh();
    String other = fresh();
    var digest = client().push(name, bytes("shared"));
    client().push(other, bytes("shared"));
    assertThat(client().delete("/v2/" + name + "/blobs/" + digest).status()).isEqualTo(202);
    assertThat(client().head("/v2/" + name + "/blobs/" + digest).status()).isEqualTo(404);
    assertThat(client().delete("/v2/" + name + "/blobs/" + digest).status()).isEqualTo(404);
    assertThat(client().get("/v2/" + other + "/blobs/" + digest).body()).isEqualTo(bytes("shared"));
  }

  /// Everybody has this one.
  @Test
  default void bringsBackWhatIsPushedAgain() throws Exception {
    var names = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      names.add(fresh());
    }
    for (int round = 0; round < 2; round++) {
      for (String name : names) {
        var digest = client().push(name, bytes("{}"));
        assertThat(client().get("/v2/" + name + "/blobs/" + digest).body()).isEqualTo(bytes("{}"));
      }
      for (String name : names) {
        var place = "/v2/" + name + "/blobs/" + Digest.of(bytes("{}"));
        assertThat(client().delete(place).status()).isEqualTo(202);
        assertThat(client().head(place).status()).isEqualTo(404);
      }
    }
  }

  @Test
  default void bringsBackAManifestThatIsPushedAgain() throws Exception {
    String name = fresh();
    for (int round = 0; round < 2; round++) {
      byte[] manifest = Images.prepared(client(), name, "layer");
      var place = "/v2/" + name + "/manifests/" + Digest.of(manifest);
      assertThat(client().putManifest(name, "v1", OCI, manifest).status()).isEqualTo(201);
      assertThat(client().get(place).body()).isEqualTo(manifest);
      client().delete(place);
      assertThat(client().head(place).status()).isEqualTo(404);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.OCI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.ApiKey.Grant;
import dev.windlass.registry.store.ApiKey.Role;
import dev.windlass.registry.store.Namespace.Visibility;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What a key with a role in one namespace opens, there and elsewhere, at both APIs.
class RolesTest {
  private EmbeddedRegistry registry;
  private Digest image = Images.NOWHERE;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    registry = Fresh.registry(folder);
    var owner = Client.owner(registry);
    registry.store().namespaces().add("shop", Visibility.PRIVATE);
    registry.store().namespaces().add("other", Visibility.PRIVATE);
    for (String namespace : List.of("shop", "other", "open")) {
      byte[] manifest = Images.prepared(owner, namespace + "/x", "layer");
      owner.putManifest(namespace + "/x", "v1", OCI, manifest);
      image = Digest.of(manifest);
    }
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private Client holder(Role... roles) {
    var grants = List.of(roles).stream().map(role -> new Grant("shop", role)).toList();
    var key = registry.store().apiKeys().make("test", grants).secret().reveal();
    return Client.nobody(registry).with(Client.basic("iamapikey", key));
  }

  /// @param status of the key with that role in `shop`
  record Row(Role role, String method, String path, int status) {}

  static final List<Row> rows =
      List.of(
          new Row(Role.READER, "GET", "/v2/shop/x/manifests/v1", 200),
          new Row(Role.READER, "POST", "/v2/shop/x/blobs/uploads/", 401),
          new Row(Role.READER, "DELETE", "/v2/shop/x/manifests/v1", 401),
          new Row(Role.READER, "GET", "/v2/other/x/manifests/v1", 401),
          new Row(Role.READER, "GET", "/v2/open/x/manifests/v1", 200),
          new Row(Role.READER, "DELETE", "/v2/open/x/manifests/v1", 401),
          new Row(Role.READER, "POST", "/v2/new/x/blobs/uploads/", 401),
          new Row(Role.WRITER, "POST", "/v2/shop/x/blobs/uploads/", 202),
          new Row(Role.WRITER, "POST", "/v2/open/x/blobs/uploads/", 401),
          new Row(Role.WRITER, "POST", "/v2/new/x/blobs/uploads/", 401),
          new Row(Role.MANAGER, "POST", "/v2/other/x/blobs/uploads/", 401),
          new Row(Role.READER, "GET", "/api/v1/quotas", 200),
          new Row(Role.READER, "GET", "/api/v1/settings", 200),
          new Row(Role.READER, "GET", "/api/v1/auth", 403),
          new Row(Role.MANAGER, "GET", "/api/v1/apikeys", 403),
          new Row(Role.MANAGER, "GET", "/api/v1/events", 403),
          new Row(Role.READER, "GET", "/api/v1/retentions/other", 403),
          new Row(Role.READER, "GET", "/api/v1/retentions/nowhere", 403),
          new Row(Role.READER, "GET", "/api/v1/images/other%2Fx:v1/json", 403),
          new Row(Role.READER, "DELETE", "/api/v1/images/shop%2Fx:v1", 403),
          new Row(Role.WRITER, "DELETE", "/api/v1/images/other%2Fx:v1", 403),
          new Row(Role.WRITER, "DELETE", "/api/v1/images/shop%2Fx:v1", 200),
          new Row(Role.MANAGER, "DELETE", "/api/v1/namespaces/other", 403));

  @ParameterizedTest
  @FieldSource("rows")
  void aRoleOpensWhatItSaysAndNothingElse(Row row) throws Exception {
    var reply = holder(row.role).send(row.method, row.path, new byte[0]);
    assertThat(reply.status()).as(reply.text()).isEqualTo(row.status);
  }

  @Test
  void onlyWhoManagesEverythingSaysWhatIsInUse() throws Exception {
    var pins = Images.bytes("[]");
    assertThat(holder(Role.MANAGER).send("PUT", "/api/v1/pins/engine-1", pins).status())
        .isEqualTo(403);
    assertThat(Client.owner(registry).send("PUT", "/api/v1/pins/engine-1", pins).status())
        .isEqualTo(204);
  }

  @Test
  void listsShowOnlyWhatOneMayRead() throws Exception {
    var reader = holder(Role.READER);
    assertThat(reader.get("/api/v1/namespaces").text()).isEqualTo("[\"shop\"]");
    assertThat(reader.send("POST", "/api/v1/images/digests", new byte[0]).text())
        .contains("shop/x", image.toString())
        .doesNotContain("other/x");
    assertThat(reader.get("/v2/_catalog").text()).contains("shop/x").doesNotContain("other/x");
  }

  @Test
  void aDeletedKeyOpensNothing() throws Exception {
    var reader = holder(Role.READER);
    var id = registry.store().apiKeys().list().getFirst().id();
    registry.store().apiKeys().remove(id);
    assertThat(reader.get("/v2/shop/x/manifests/v1").status()).isEqualTo(401);
    assertThat(reader.get("/api/v1/namespaces").status()).isEqualTo(401);
  }
}

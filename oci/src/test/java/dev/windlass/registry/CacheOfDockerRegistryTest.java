// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.image.Secret;
import dev.windlass.registry.store.Namespace.Visibility;
import dev.windlass.registry.store.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cache of the registry that everybody knows, for a client that everybody knows, both from
/// Debian.
class CacheOfDockerRegistryTest {
  private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

  private DockerRegistry origin;
  private EmbeddedRegistry registry;
  private Client there;
  private Client here;
  @TempDir private Path scratch;

  @BeforeEach
  void start(@TempDir Path far, @TempDir Path near) throws IOException {
    origin = DockerRegistry.closed(far);
    registry = Fresh.registry(near);
    there = Client.nobody(origin.address()).with(Client.basic("iamapikey", Client.KEY));
    here = Client.owner(registry);
    registry.store().namespaces().add("hub", Visibility.PUBLIC);
    registry
        .store()
        .namespaces()
        .cache("hub", Optional.of(new Upstream(there.host(), "iamapikey", new Secret(Client.KEY))));
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
    origin.close();
  }

  private void push(String content) throws IOException, InterruptedException {
    var begun = there.send("POST", "/v2/shop/web/blobs/uploads/", new byte[0]);
    var location = begun.header("Location").replaceFirst("^https?://[^/]*", "");
    var more = location.contains("?") ? "&" : "?";
    var put =
        there.send("PUT", location + more + "digest=" + Digest.of(bytes(content)), bytes(content));
    assertThat(put.status()).as(put.text()).isEqualTo(201);
  }

  private byte[] pushImage() throws IOException, InterruptedException {
    var config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
    push(config);
    push("layer");
    byte[] manifest =
        bytes(
            """
            {"schemaVersion":2,"mediaType":"%s",
             "config":%s,
             "layers":[%s]}\
            """
                .formatted(
                    DOCKER,
                    Images.descriptor(
                        "application/vnd.docker.container.image.v1+json", bytes(config)),
                    Images.descriptor(
                        "application/vnd.docker.image.rootfs.diff.tar.gzip", bytes("layer"))));
    assertThat(there.putManifest("shop/web", "v1", DOCKER, manifest).status()).isEqualTo(201);
    return manifest;
  }

  private String skopeo(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("skopeo"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("REGISTRY_AUTH_FILE", scratch.resolve("auth.json").toString());
    Files.writeString(scratch.resolve("auth.json"), "{}");
    var process = builder.start();
    try (var out = process.getInputStream()) {
      var said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void keepsWhatSkopeoPullsThroughItByteForByte() throws Exception {
    byte[] manifest = pushImage();
    var image = "docker://" + here.host() + "/hub/shop/web:v1";
    skopeo("copy", "--src-tls-verify=false", image, "dir:" + scratch.resolve("first"));
    assertThat(Files.readAllBytes(scratch.resolve("first/manifest.json"))).isEqualTo(manifest);
    assertThat(here.head("/v2/hub/shop/web/manifests/v1").header("Content-Type")).isEqualTo(DOCKER);
    assertThat(here.get("/v2/hub/shop/web/tags/list").text()).contains("[\"v1\"]");
    assertThat(here.get("/v2/hub/shop/web/manifests/v9").code()).isEqualTo("MANIFEST_UNKNOWN");

    origin.close();
    skopeo("copy", "--src-tls-verify=false", image, "dir:" + scratch.resolve("second"));
    assertThat(Files.readAllBytes(scratch.resolve("second/manifest.json"))).isEqualTo(manifest);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Tiny images for tests, as text.
final class Images {
  static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
  static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";
  static final String CONFIG = "{\"architecture\":\"amd64\",\"os\":\"linux\"}";
  static final Digest NOWHERE = Digest.of(bytes("nobody ever pushed this"));

  private Images() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Pushes the blobs of an image and gives back its manifest, which is not pushed yet.
  static byte[] prepared(Client client, String repository, String content)
      throws IOException, InterruptedException {
    client.push(repository, bytes(CONFIG));
    client.push(repository, bytes(content));
    return manifest(bytes(CONFIG), bytes(content), "");
  }

  /// The same, with so many bytes in all.
  static byte[] padded(Client client, String repository, int size)
      throws IOException, InterruptedException {
    int bare = padded(client, repository, "").length;
    return padded(client, repository, "x".repeat(size - bare));
  }

  private static byte[] padded(Client client, String repository, String padding)
      throws IOException, InterruptedException {
    byte[] config = bytes("{}");
    client.push(repository, config);
    client.push(repository, bytes("layer"));
    return manifest(config, bytes("layer"), ",\"annotations\":{\"pad\":\"" + padding + "\"}");
  }

  /// @param more further fields, with a comma in front
  static byte[] manifest(byte[] config, byte[] layer, String more) {
    return bytes(
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]%s}\
        """
            .formatted(OCI, descriptor(CONFIG_TYPE, config), descriptor(LAYER_TYPE, layer), more));
  }

  static byte[] index(byte[]... manifests) {
    var all = new java.util.StringJoiner(",");
    for (byte[] manifest : manifests) {
      all.add(descriptor(OCI, manifest));
    }
    return bytes(
        "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[" + all + "]}");
  }

  static String descriptor(String type, byte[] content) {
    return descriptor(type, content, Digest.of(content), "");
  }

  /// @param more further fields, with a comma in front
  static String descriptor(String type, byte[] content, Digest digest, String more) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(type, digest, content.length, more);
  }

  static Digest digest(Digest.Algorithm algorithm, byte[] content) {
    return Digest.of(algorithm, algorithm.hash().digest(content));
  }

  /// Where to end an upload. Registries may keep notes of their own in the query.
  static String closing(String place, Object digest) {
    return place + (place.contains("?") ? "&" : "?") + "digest=" + digest;
  }
}

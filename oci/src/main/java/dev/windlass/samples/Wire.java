// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import dev.windlass.image.Platform;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON documents of an image, as the OCI image specification names their fields.
final class Wire {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private Wire() {}

  /// What something is, where and how long.
  @Json
  record Descriptor(String mediaType, String digest, long size, @Nullable Machine platform) {
    static Descriptor of(String type, Blob blob) {
      return new Descriptor(type, blob.digest().toString(), blob.size(), null);
    }
  }

  /// What it runs on.
  @Json
  record Machine(String architecture, String os) {
    static Machine of(Platform platform) {
      return new Machine(platform.architecture(), platform.os());
    }
  }

  /// An image for one platform.
  @Json
  record Manifest(
      int schemaVersion, String mediaType, Descriptor config, List<Descriptor> layers) {}

  /// Images for several platforms.
  @Json
  record Index(int schemaVersion, String mediaType, List<Descriptor> manifests) {}

  /// What is needed to run it.
  @Json
  record Config(String created, String architecture, String os, Run config, Files rootfs) {}

  /// How to run it.
  @Json
  record Run(
      @Json.Property("Env") List<String> env,
      @Json.Property("Entrypoint") List<String> entrypoint,
      @Json.Property("WorkingDir") String workingDir,
      @Json.Property("ExposedPorts") @Nullable Map<String, Map<String, String>> exposedPorts,
      @Json.Property("Labels") Map<String, String> labels) {}

  /// The layers before they were compressed.
  @Json
  record Files(String type, @Json.Property("diff_ids") List<String> diffIds) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the registry has to know of a manifest or index: what belongs to it and what it is about.
/// The bytes themselves are kept as they came.
@Json
record Manifest(
    @Nullable Integer schemaVersion,
    @Nullable String mediaType,
    @Nullable String artifactType,
    @Nullable Descriptor config,
    @Nullable List<@Nullable Descriptor> layers,
    @Nullable List<@Nullable Descriptor> manifests,
    @Nullable Descriptor subject) {
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  private static final int DEEPEST = 100;
  private static final Set<String> INDEXES =
      Set.of(OCI_INDEX, "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> IMAGES =
      Set.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  static Manifest parse(byte[] content, String type) {
    Manifest manifest = read(Manifest.class, content);
    manifest.check(type);
    return manifest;
  }

  /// The annotations, which matter only to referrers. They are read apart because our JSON reader
  /// takes texts of up to 50,000 characters, and skips longer ones.
  @Json
  record Notes(@Nullable Map<String, String> annotations) {}

  private static <T> T read(Class<T> part, byte[] content) {
    if (!Nesting.isWithin(DEEPEST, content)) {
      throw invalid("the manifest is nested deeper than " + DEEPEST, "");
    }
    try {
      return Optional.ofNullable(Jsonb.instance().type(part).fromJson(content))
          .orElseThrow(() -> invalid("the manifest is empty", "null"));
    } catch (JsonException | IllegalStateException e) {
      throw invalid("the manifest cannot be read: " + e.getMessage(), "");
    }
  }

  private void check(String type) {
    if (schemaVersion == null || schemaVersion != 2) {
      throw invalid("schemaVersion needs to be 2", String.valueOf(schemaVersion));
    }
    if (mediaType != null && !mediaType.equals(type)) {
      throw invalid("mediaType and Content-Type do not agree", mediaType + " and " + type);
    }
    checkParts(type);
    Stream.concat(all(layers), all(manifests)).forEach(Descriptor::checked);
    subjectDigest();
  }

  private void checkParts(String type) {
    if (IMAGES.contains(type)) {
      if (config == null || layers == null || manifests != null) {
        throw invalid("an image manifest has a config and layers, and no manifests", type);
      }
      config.checked();
    } else if (INDEXES.contains(type)) {
      if (manifests == null || layers != null) {
        throw invalid("an index has manifests, and no layers", type);
      }
    } else {
      throw invalid("manifests of this type are not taken", type);
    }
  }

  /// What has to be in the repository before this may come.
  Stream<Digest> parts() {
    return Stream.of(Stream.ofNullable(config), all(layers), all(manifests))
        .flatMap(descriptors -> descriptors)
        .filter(descriptor -> !descriptor.mayBeElsewhere())
        .map(Descriptor::checked);
  }

  /// The manifest that this one is about. It need not be here.
  Optional<Digest> subjectDigest() {
    return Optional.ofNullable(subject).map(Descriptor::checked);
  }

  /// What a list of referrers says about this manifest.
  Referrer referrer(Digest digest, byte[] content, String type) {
    String configType = config == null ? null : config.mediaType();
    return new Referrer(
        type,
        digest.toString(),
        content.length,
        artifactType == null ? configType : artifactType,
        subject == null ? null : read(Notes.class, content).annotations());
  }

  private static Stream<Descriptor> all(@Nullable List<@Nullable Descriptor> descriptors) {
    return descriptors == null ? Stream.of() : descriptors.stream().map(Manifest::present);
  }

  private static Descriptor present(@Nullable Descriptor descriptor) {
    if (descriptor == null) {
      throw invalid("a descriptor is null", "null");
    }
    return descriptor;
  }

  static Rejected invalid(String message, Object detail) {
    return Rejected.because(ErrorCode.MANIFEST_INVALID, message, detail);
  }
}

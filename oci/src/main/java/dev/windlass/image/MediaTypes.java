// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Documents.Descriptor;
import dev.windlass.image.Documents.Manifest;
import dev.windlass.image.Documents.Target;
import dev.windlass.image.Failure.Unsupported.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which documents and layers we know what to do with. A type that is missing or empty is made up
/// for by what the document holds.
final class MediaTypes {
  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> MANIFESTS =
      Set.of(
          "",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final Set<String> CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");
  private static final Set<String> LAYERS =
      Set.of(
          "application/vnd.oci.image.layer.v1.tar",
          "application/vnd.oci.image.layer.v1.tar+gzip",
          "application/vnd.oci.image.layer.v1.tar+zstd",
          "application/vnd.oci.image.layer.nondistributable.v1.tar",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
          "application/vnd.docker.image.rootfs.diff.tar",
          "application/vnd.docker.image.rootfs.diff.tar.gzip",
          "application/vnd.docker.image.rootfs.diff.tar.zstd",
          "application/vnd.docker.image.rootfs.foreign.diff.tar",
          "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
  private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+json";

  /// The plainest processor first: a binary for `v3` dies on a `v2`.
  private static final List<String> VARIANTS = List.of("", "v8", "v1");

  private MediaTypes() {}

  static boolean isIndex(Manifest manifest) {
    return INDEXES.contains(manifest.mediaType())
        || (manifest.mediaType().isEmpty()
            && manifest.config() == null
            && !manifest.manifests().isEmpty());
  }

  static Optional<Descriptor> config(Manifest manifest) {
    return Optional.ofNullable(manifest.config());
  }

  /// What a manifest is if it is not that of an image.
  static Optional<Kind> noImage(Manifest manifest) {
    if (manifest.schemaVersion() == 1) {
      return Optional.of(Kind.SCHEMA_1);
    }
    if (manifest.schemaVersion() != 2 || !MANIFESTS.contains(manifest.mediaType())) {
      return Optional.of(Kind.MANIFEST);
    }
    var config = config(manifest).map(Descriptor::mediaType);
    return config.filter(type -> !CONFIGS.contains(type)).map(_ -> Kind.ARTIFACT);
  }

  /// What to call a manifest that is no image.
  static String nameOfNoImage(Manifest manifest) {
    if (manifest.schemaVersion() == 1) {
      return SCHEMA_1;
    }
    return MANIFESTS.contains(manifest.mediaType())
        ? config(manifest).map(Descriptor::mediaType).orElse("")
        : manifest.mediaType();
  }

  static boolean isLayer(String mediaType) {
    return LAYERS.contains(mediaType);
  }

  static Optional<Descriptor> forPlatform(Manifest index, Platform wanted) {
    return index.manifests().stream()
        .filter(entry -> platform(entry).filter(wanted::equals).isPresent())
        .min(Comparator.comparingInt(MediaTypes::oddity));
  }

  private static int oddity(Descriptor entry) {
    var target = entry.platform();
    int place = target == null ? -1 : VARIANTS.indexOf(target.variant());
    return place < 0 ? VARIANTS.size() : place;
  }

  private static Optional<Platform> platform(Descriptor entry) {
    return Optional.ofNullable(entry.platform())
        .map((Target target) -> new Platform(target.os(), target.architecture()));
  }

  /// What an index offers. `unknown/unknown` are attestations, not images.
  static List<Platform> platforms(Manifest index) {
    return index.manifests().stream()
        .flatMap(entry -> platform(entry).stream())
        .filter(platform -> !platform.os().equals("unknown"))
        .distinct()
        .toList();
  }
}

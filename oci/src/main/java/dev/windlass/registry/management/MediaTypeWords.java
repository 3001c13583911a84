// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

/// What people call the types of manifests.
final class MediaTypeWords {
  private MediaTypeWords() {}

  static String of(String mediaType) {
    return switch (mediaType) {
      case "application/vnd.oci.image.manifest.v1+json" -> "OCI Image Manifest v1";
      case "application/vnd.oci.image.index.v1+json" -> "OCI Image Index v1";
      case "application/vnd.docker.distribution.manifest.v2+json" ->
          "Docker Image Manifest V2, Schema 2";
      case "application/vnd.docker.distribution.manifest.list.v2+json" ->
          "Docker Manifest List V2, Schema 2";
      default -> mediaType;
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.image.Digest;

/// A layer as the registry has it and as the image's configuration speaks of it.
final class Layer {
  static final String GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final String type;
  private final byte[] blob;
  private final Digest content;

  private Layer(String type, byte[] blob, Digest content) {
    this.type = type;
    this.blob = blob;
    this.content = content;
  }

  static Layer of(byte[] tar) {
    return of(tar, Tarball.gzip(tar));
  }

  /// @param blob what is said to be the tar when it is compressed
  static Layer of(byte[] tar, byte[] blob) {
    return of(Digest.of(tar), blob);
  }

  static Layer of(Digest content, byte[] blob) {
    return new Layer(GZIP, blob, content);
  }

  Layer typed(String other) {
    return new Layer(other, blob, content);
  }

  /// @param other what is said to be the digest of the tar
  Layer holding(Digest other) {
    return new Layer(type, blob, other);
  }

  String type() {
    return type;
  }

  byte[] blob() {
    return blob.clone();
  }

  Digest digest() {
    return Digest.of(blob);
  }

  Digest content() {
    return content;
  }
}

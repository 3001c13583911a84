// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// A manifest or index byte for byte as a registry gave it. What it is called, and whether it is
/// what was asked for, is for the reader to find out.
public final class Document {
  private final String mediaType;
  private final byte[] bytes;

  Document(String mediaType, byte[] bytes) {
    this.mediaType = mediaType;
    this.bytes = bytes;
  }

  /// As the registry wrote it, without parameters; empty when it wrote none.
  public String mediaType() {
    return mediaType;
  }

  /// The bytes, which the caller may have.
  public byte[] bytes() {
    return bytes.clone();
  }
}

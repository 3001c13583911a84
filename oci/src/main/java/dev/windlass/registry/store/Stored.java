// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;

/// A manifest as it was pushed.
public final class Stored {
  private final Digest digest;
  private final String mediaType;
  private final byte[] content;

  Stored(Digest digest, String mediaType, byte[] content) {
    this.digest = digest;
    this.mediaType = mediaType;
    this.content = content;
  }

  public Digest digest() {
    return digest;
  }

  public String mediaType() {
    return mediaType;
  }

  /// The bytes, which the caller may have.
  public byte[] content() {
    return content.clone();
  }
}

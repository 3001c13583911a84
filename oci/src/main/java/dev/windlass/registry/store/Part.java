// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;

/// Something that a manifest is made of.
///
/// @param elsewhere it is fetched from another place, and need not be here
public record Part(Kind kind, Digest digest, long size, boolean elsewhere) {
  /// What it is to the manifest.
  public enum Kind {
    CONFIG,
    LAYER,
    /// A manifest that an index lists.
    CHILD
  }
}

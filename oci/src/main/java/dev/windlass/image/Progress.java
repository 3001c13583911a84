// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// Is told how a pull goes. Called from several threads at once; must not block.
public interface Progress {
  Progress SILENT = (layer, done, total) -> {};

  /// @param done compressed bytes of this layer so far; equal to `total` when the layer is here
  void layer(Digest layer, long done, long total);
}

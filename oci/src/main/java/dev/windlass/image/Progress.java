// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.Optional;

/// Is told how a pull goes. Called from several threads at once; must not block.
public interface Progress {
  Progress SILENT = (layer, done, total) -> {};

  /// @param done compressed bytes of this layer so far; equal to `total` when the layer is here
  void layer(Digest layer, long done, long total);

  /// A registry, or its mirror, is asked from now on.
  ///
  /// @param identity who we are there; empty for anybody
  default void asks(Repository place, Optional<Identity> identity) {}

  /// A step has begun. Every one that begins also ends, except when the attempt is cancelled.
  default void begins(Step.Name step, String at) {}

  default void ends(Step step) {}
}

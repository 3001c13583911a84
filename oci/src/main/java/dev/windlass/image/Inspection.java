// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.List;

/// What came of looking at an image's documents, without its layers.
public sealed interface Inspection permits Inspection.Inspected, Failure {
  /// @param layers the lowest first
  record Inspected(Reference.Pinned image, Image.Config config, List<Part> layers)
      implements Inspection {
    public Inspected {
      layers = List.copyOf(layers);
    }
  }

  /// A layer as the manifest names it.
  ///
  /// @param diffId the digest of the tar in it; the same in every image that has this layer
  /// @param size compressed, in bytes
  record Part(Digest digest, Digest diffId, long size) {}
}

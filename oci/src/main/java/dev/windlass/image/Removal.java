// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.List;

/// What became of the wish to take an image away.
public sealed interface Removal {
  /// @param layers that went with it, because no other image needs them
  /// @param freed bytes on the disk
  record Removed(Digest image, List<Digest> layers, long freed) implements Removal {
    public Removed {
      layers = List.copyOf(layers);
    }
  }

  /// Somebody needs it.
  record Held() implements Removal {}

  /// It is being pulled.
  record Busy() implements Removal {}

  /// It is not here.
  record Unknown() implements Removal {}
}

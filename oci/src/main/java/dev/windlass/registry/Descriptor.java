// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// What a manifest says about something that belongs to it.
@Json
record Descriptor(@Nullable String mediaType, @Nullable String digest, @Nullable Long size) {
  Digest checked() {
    if (digest == null || size == null || size < 0) {
      throw Manifest.invalid("a descriptor needs a digest and a size", this);
    }
    try {
      return Digest.parse(digest);
    } catch (InvalidName e) {
      throw Rejected.because(ErrorCode.MANIFEST_INVALID, e);
    }
  }

  /// Layers that must not be handed on are fetched from elsewhere and need not be here.
  boolean mayBeElsewhere() {
    return mediaType != null
        && (mediaType.contains(".nondistributable.") || mediaType.contains(".foreign."));
  }
}

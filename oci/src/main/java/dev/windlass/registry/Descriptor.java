// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import dev.windlass.registry.store.Part;
import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// What a manifest says about something that belongs to it.
@Json
record Descriptor(@Nullable String mediaType, @Nullable String digest, @Nullable Long size) {
  Digest checked() {
    return part(Part.Kind.CHILD).digest();
  }

  Part part(Part.Kind kind) {
    if (digest == null || size == null || size < 0) {
      throw Manifest.invalid("a descriptor needs a digest and a size", this);
    }
    try {
      return new Part(kind, Digest.parse(digest), size, mayBeElsewhere());
    } catch (InvalidName e) {
      throw Rejected.because(ErrorCode.MANIFEST_INVALID, e);
    }
  }

  /// Layers that must not be handed on are fetched from elsewhere and need not be here.
  private boolean mayBeElsewhere() {
    return mediaType != null
        && (mediaType.contains(".nondistributable.") || mediaType.contains(".foreign."));
  }
}

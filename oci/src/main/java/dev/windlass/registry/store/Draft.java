// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A manifest that was read and found good, and is to be kept.
///
/// @param size in bytes
/// @param subject the manifest that this one is about
/// @param artifactType what kind of artifact this is; empty for an image
/// @param annotations as JSON; empty when there are none
/// @param platform `linux/amd64`; empty when nobody says
/// @param created when the image was made, as its config says
public record Draft(
    Digest digest,
    int size,
    String mediaType,
    Kind kind,
    List<Part> parts,
    Optional<Digest> subject,
    String artifactType,
    String annotations,
    String platform,
    Optional<Instant> created) {
  /// What the clean-up has to tell apart.
  public enum Kind {
    IMAGE,
    INDEX,
    /// Something else that a registry can hold.
    ARTIFACT
  }

  public Draft {
    parts = List.copyOf(parts);
  }
}

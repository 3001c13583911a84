// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A manifest as lists show it.
///
/// @param size of all that belongs to it, in bytes
/// @param created when it was made, as its config says
/// @param pulled when somebody last pulled it
/// @param subject what it is about
/// @param within indexes of the same repository that list it
public record Image(
    Name repository,
    Digest digest,
    List<String> tags,
    String mediaType,
    Draft.Kind kind,
    String platform,
    long size,
    Optional<Instant> created,
    Instant pushed,
    Optional<Instant> pulled,
    Optional<Digest> subject,
    List<Digest> within) {
  public Image {
    tags = List.copyOf(tags);
    within = List.copyOf(within);
  }

  public boolean isTagged() {
    return !tags.isEmpty();
  }
}

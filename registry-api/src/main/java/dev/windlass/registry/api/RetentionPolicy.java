// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// What to keep of the images of a namespace.
///
/// @param imagesPerRepo how many in each repository, the newest; -1 keeps all
/// @param retainUntagged whether to keep all that have no tag, uncounted
/// @param deletionThresholdDays younger ones are kept
/// @param ignorePins whether to delete also what is in use
@Json(naming = Json.Naming.LowerUnderscore)
public record RetentionPolicy(
    String namespace,
    @Nullable Integer imagesPerRepo,
    @Nullable Boolean retainUntagged,
    @Nullable Integer deletionThresholdDays,
    @Nullable Boolean ignorePins) {
  public RetentionPolicy {
    Required.field(namespace, "namespace");
  }

  /// The same, but for what is in use.
  public RetentionPolicy respectingPins() {
    return new RetentionPolicy(
        namespace, imagesPerRepo, retainUntagged, deletionThresholdDays, null);
  }

  public boolean keepsAll() {
    return imagesPerRepo == null || imagesPerRepo < 0;
  }
}

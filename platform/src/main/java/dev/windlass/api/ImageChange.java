// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is another in one image than in one before it.
///
/// @param from the digest of the one before
/// @param sharedLayers how many layers both have
/// @param sharedBytes compressed
/// @param added layers that only the newer one has, the lowest first
/// @param removed layers that only the older one has
/// @param settings how it wants to be run: `user`, `entrypoint`, `command`, `working_dir`,
///   `platform`, and `env NAME` for each variable
@Json(naming = Json.Naming.LowerUnderscore)
public record ImageChange(
    String from,
    String to,
    int sharedLayers,
    long sharedBytes,
    List<Layer> added,
    List<Layer> removed,
    List<Setting> settings) {
  /// @param size compressed, in bytes
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Layer(String digest, long size) {}

  /// @param before absent when there was none
  /// @param after absent when there is none any more
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Setting(String name, @Nullable String before, @Nullable String after) {}

  public ImageChange {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    settings = List.copyOf(settings);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// What became, at its source, of the image that a revision is pinned to. Times are RFC 3339.
///
/// @param state `current`, `tag_moved`, `untagged`, `digest_gone`, or `unknown` when it could not
///   be found out
/// @param image as the revision names it
/// @param digest that the revision is pinned to
/// @param tagDigest what the tag names now
/// @param since when this state was seen first
/// @param message the same for people
@Json(naming = Json.Naming.LowerUnderscore)
public record Drift(
    String state,
    String image,
    String digest,
    @Nullable String tagDigest,
    String checkedAt,
    String since,
    String message) {
  /// Whether somebody should know before it hurts.
  public boolean isNews() {
    return switch (state) {
      case "tag_moved", "untagged", "digest_gone" -> true;
      default -> false;
    };
  }
}

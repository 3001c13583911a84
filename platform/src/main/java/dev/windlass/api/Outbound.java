// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// An allowed outbound destination.
@Json(naming = Json.Naming.LowerUnderscore)
public record Outbound(
    String name,
    String type,
    @Nullable String cidrBlock,
    String entityTag,
    @Nullable String projectId,
    @Nullable String status,
    @Nullable Details statusDetails) {
  /// @param reason the same word as the status
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Details(String reason) {}
}

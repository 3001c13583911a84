// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// A key with which somebody may ask the API.
///
/// @param role `Viewer`, `Editor` or `Manager`
/// @param projectId the only project that it is for; null for all of the engine
/// @param apikey the key itself, in the answer that makes it and never again
@Json(naming = Json.Naming.LowerUnderscore)
public record ApiKey(
    String id,
    String name,
    String role,
    @Nullable String projectId,
    @Nullable String createdAt,
    @Nullable String expiresAt,
    @Nullable String lastUsedAt,
    @Nullable String apikey) {
  /// The key itself is a secret.
  @Override
  public String toString() {
    return "ApiKey[" + id + "]";
  }
}

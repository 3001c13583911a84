// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// A project that is soft-deleted, and waits to be restored or to go for good.
///
/// @param entityId the id of the project
/// @param targetTime when it goes
@Json(naming = Json.Naming.LowerUnderscore)
public record Reclamation(
    String id,
    String entityId,
    String resourceName,
    String state,
    @Nullable String resourceGroupId,
    @Nullable String createdAt,
    @Nullable String targetTime) {}

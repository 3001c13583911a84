// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// An API key that somebody wants.
@Json(naming = Json.Naming.LowerUnderscore)
public record ApiKeyPrototype(
    String name, String role, @Nullable String projectId, @Nullable String expiresAt) {}

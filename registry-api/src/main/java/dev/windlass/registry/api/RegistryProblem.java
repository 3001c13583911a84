// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// The body of an answer that is not a success.
@Json(naming = Json.Naming.LowerUnderscore)
public record RegistryProblem(
    String code, String message, @Json.Property("request-id") @Nullable String requestId) {}

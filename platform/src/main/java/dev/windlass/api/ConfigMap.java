// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A config map as it is answered.
@Json(naming = Json.Naming.LowerUnderscore)
public record ConfigMap(
    @Nullable String createdAt,
    @Nullable Map<String, String> data,
    String entityTag,
    @Nullable String href,
    @Nullable String id,
    String name,
    @Nullable String projectId,
    @Nullable String region,
    @Nullable String resourceType) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A secret as it is answered.
@Json(naming = Json.Naming.LowerUnderscore)
public record Secret(
    @Nullable String createdAt,
    @Nullable Map<String, String> data,
    String entityTag,
    String format,
    @Nullable String generatedBy,
    @Nullable String href,
    @Nullable String id,
    String name,
    @Nullable Preflight preflight,
    @Nullable String projectId,
    @Nullable String region,
    @Nullable String resourceType,
    @Nullable ServiceAccess serviceAccess,
    @Nullable ServiceOperator serviceOperator) {}

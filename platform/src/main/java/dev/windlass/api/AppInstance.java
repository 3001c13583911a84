// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// An instance of an app as it is answered.
@Json(naming = Json.Naming.LowerUnderscore)
public record AppInstance(
    String appName,
    @Nullable String createdAt,
    @Nullable String href,
    @Nullable String id,
    @Nullable String name,
    @Nullable String projectId,
    @Nullable String region,
    @Nullable String resourceType,
    String revisionName,
    String scaleCpuLimit,
    String scaleEphemeralStorageLimit,
    String scaleMemoryLimit,
    @Nullable String status,
    @Nullable AppInstanceStatusDetails statusDetails) {}

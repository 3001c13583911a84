// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// An instance of a job run as it is answered.
@Json(naming = Json.Naming.LowerUnderscore)
public record JobRunInstance(
    String jobRunName,
    @Nullable String createdAt,
    @Nullable String href,
    @Nullable String id,
    @Nullable String name,
    @Nullable String projectId,
    @Nullable String region,
    @Nullable String resourceType,
    @Nullable String status,
    @Nullable AppInstanceStatusDetails statusDetails) {}

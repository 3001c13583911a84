// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a job run is.
@Json(naming = Json.Naming.LowerUnderscore)
public record JobRunStatus(
    @Nullable String completionTime,
    @Nullable Diagnosis diagnosis,
    @Nullable Integer failed,
    @Nullable String failedIndices,
    @Nullable Map<String, IndexDetails> indicesDetails,
    @Nullable Integer pending,
    @Nullable String pendingIndices,
    @Nullable Integer requested,
    @Nullable String retryAt,
    @Nullable Integer running,
    @Nullable String runningIndices,
    @Nullable String startTime,
    @Nullable Integer succeeded,
    @Nullable String succeededIndices,
    @Nullable Integer unknown) {}

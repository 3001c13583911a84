// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// How one index of a job run is.
@Json(naming = Json.Naming.LowerUnderscore)
public record IndexDetails(
    @Nullable String finishedAt,
    @Nullable String lastFailureReason,
    @Nullable Integer retries,
    @Nullable String startedAt,
    @Nullable String status) {}

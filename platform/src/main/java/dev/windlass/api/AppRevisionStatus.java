// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// How a revision is.
@Json(naming = Json.Naming.LowerUnderscore)
public record AppRevisionStatus(
    @Nullable Integer actualInstances,
    @Nullable Diagnosis diagnosis,
    @Nullable Drift drift,
    @Nullable Offline offline,
    @Nullable String reason,
    @Nullable String retryAt) {}

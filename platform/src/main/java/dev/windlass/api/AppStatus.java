// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// How an app is.
@Json(naming = Json.Naming.LowerUnderscore)
public record AppStatus(
    @Nullable Diagnosis diagnosis,
    @Nullable String latestCreatedRevision,
    @Nullable String latestReadyRevision,
    @Nullable Drift drift,
    @Nullable Offline offline,
    @Nullable String reason,
    @Nullable String retryAt) {}

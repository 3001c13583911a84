// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an app is.
///
/// @param traffic how its requests are split among its revisions; null while nobody has split them
@Json(naming = Json.Naming.LowerUnderscore)
public record AppStatus(
    @Nullable ColdStart coldStart,
    @Nullable Diagnosis diagnosis,
    @Nullable String latestCreatedRevision,
    @Nullable String latestReadyRevision,
    @Nullable Drift drift,
    @Nullable Offline offline,
    @Nullable String reason,
    @Nullable String retryAt,
    @Nullable List<TrafficTarget> traffic) {}

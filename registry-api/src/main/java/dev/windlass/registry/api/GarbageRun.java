// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// How a collection of garbage went: what it removed, or would have.
@Json(naming = Json.Naming.LowerUnderscore)
public record GarbageRun(
    String state,
    @Nullable Boolean dryRun,
    @Nullable String startedAt,
    @Nullable String endedAt,
    @Nullable Long blobs,
    @Nullable Long bytes,
    @Nullable Long uploads,
    @Nullable Long trash,
    @Nullable String message) {}

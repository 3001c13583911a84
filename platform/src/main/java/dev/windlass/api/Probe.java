// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// How to see whether an instance is well.
@Json(naming = Json.Naming.LowerUnderscore)
public record Probe(
    @Nullable Integer failureThreshold,
    @Nullable Integer initialDelay,
    @Nullable Integer interval,
    @Nullable String path,
    @Nullable Integer port,
    @Nullable Integer timeout,
    String type) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// One state of a container.
@Json(naming = Json.Naming.LowerUnderscore)
public record ContainerStatusDetails(
    @Nullable String completedAt,
    @Nullable String containerStatus,
    @Nullable Integer exitCode,
    @Nullable String reason,
    @Nullable String startedAt) {}

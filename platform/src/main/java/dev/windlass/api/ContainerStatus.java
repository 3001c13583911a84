// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// How a container is, and how it was before.
@Json(naming = Json.Naming.LowerUnderscore)
public record ContainerStatus(
    @Nullable ContainerStatusDetails currentState,
    @Nullable ContainerStatusDetails lastObservedState) {}

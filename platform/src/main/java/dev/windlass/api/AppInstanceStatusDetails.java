// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// How an instance is.
@Json(naming = Json.Naming.LowerUnderscore)
public record AppInstanceStatusDetails(
    @Nullable Integer restarts,
    @Nullable ContainerStatus systemContainer,
    @Nullable ContainerStatus userContainer) {}

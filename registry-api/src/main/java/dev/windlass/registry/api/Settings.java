// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// The settings of the account. In a change, what is null stays.
@Json(naming = Json.Naming.LowerUnderscore)
public record Settings(@Nullable Boolean platformMetrics) {}

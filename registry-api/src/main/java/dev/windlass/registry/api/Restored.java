// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tags that are back, and those that another image has taken since.
@Json(naming = Json.Naming.LowerUnderscore)
public record Restored(@Nullable List<String> successful, @Nullable List<String> unsuccessful) {}

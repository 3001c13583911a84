// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// Something that happened, and how often. `first` and `last` are RFC 3339.
@Json(naming = Json.Naming.LowerUnderscore)
public record Event(
    String type,
    String reason,
    String source,
    @Nullable String instance,
    String message,
    String first,
    String last,
    Integer count) {}

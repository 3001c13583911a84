// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of an answer that is not a success.
@Json(naming = Json.Naming.LowerUnderscore)
public record Problems(
    List<Problem> errors, @Nullable String trace, @Nullable Integer statusCode) {}

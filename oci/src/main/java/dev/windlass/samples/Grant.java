// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// What a token server answers; it may use either name.
@Json(naming = Json.Naming.LowerUnderscore)
record Grant(@Nullable String token, @Nullable String accessToken) {}

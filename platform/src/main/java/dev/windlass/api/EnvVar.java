// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// An environment variable, or a reference to some.
@Json(naming = Json.Naming.LowerUnderscore)
public record EnvVar(
    @Nullable String key,
    @Nullable String name,
    @Nullable String prefix,
    @Nullable String reference,
    String type,
    @Nullable String value) {}

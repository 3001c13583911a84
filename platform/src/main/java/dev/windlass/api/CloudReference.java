// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// Something of a cloud that a secret names and Windlass knows nothing of: a role by its `crn`, all
/// else by its `id`.
@Json(naming = Json.Naming.LowerUnderscore)
public record CloudReference(
    @Nullable String crn, @Nullable String id, @Nullable String name, @Nullable String type) {}

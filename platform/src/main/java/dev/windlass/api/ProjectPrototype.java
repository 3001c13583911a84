// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A project as it is asked for.
@Json(naming = Json.Naming.LowerUnderscore)
public record ProjectPrototype(
    String name, @Nullable String resourceGroupId, @Nullable List<String> tags) {}

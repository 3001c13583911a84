// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// What to change of a namespace; what is null stays. An upstream without an address ends the
/// cache.
@Json(naming = Json.Naming.LowerUnderscore)
public record NamespaceChange(@Nullable String visibility, @Nullable Upstream upstream) {}

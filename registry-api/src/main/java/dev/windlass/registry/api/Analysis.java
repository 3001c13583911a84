// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a retention policy would do: the digests that it would delete, by repository, and what is
/// kept although its turn has come.
@Json(naming = Json.Naming.LowerUnderscore)
public record Analysis(@Nullable Map<String, List<String>> delete, @Nullable List<Kept> kept) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image that is kept although its turn has come.
///
/// @param users who uses it, in words for people
@Json(naming = Json.Naming.LowerUnderscore)
public record Kept(String image, String reason, @Nullable List<String> users) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// Who needs an image: `app web, revision web-00001`.
///
/// @param projectId of the holder's project
@Json(naming = Json.Naming.LowerUnderscore)
public record Holder(String name, @Nullable String projectId, @Nullable String projectName) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// A namespace: who may use it, and where its images come from.
///
/// @param visibility `open`, `public` or `private`
@Json(naming = Json.Naming.LowerUnderscore)
public record Namespace(
    String name,
    @Nullable String account,
    @Nullable String createdDate,
    @Nullable String updatedDate,
    @Nullable String crn,
    @Nullable String resourceGroup,
    @Nullable String resourceCreatedDate,
    @Nullable String visibility,
    @Nullable Upstream upstream) {}

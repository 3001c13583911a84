// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// A project: the home of all else.
@Json(naming = Json.Naming.LowerUnderscore)
public record Project(
    @Nullable String accountId,
    @Nullable String createdAt,
    @Nullable String crn,
    @Nullable String href,
    @Nullable String id,
    String name,
    @Nullable String region,
    String resourceGroupId,
    @Nullable String resourceType,
    @Nullable String status,
    @Nullable String subdomain) {}

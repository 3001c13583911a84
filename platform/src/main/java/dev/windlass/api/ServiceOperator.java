// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whose credentials an operator for services of a cloud is to use.
@Json(naming = Json.Naming.LowerUnderscore)
public record ServiceOperator(
    @Nullable String apikeyId,
    @Nullable List<String> resourceGroupIds,
    @Nullable CloudReference serviceid,
    @Nullable Boolean userManaged) {}

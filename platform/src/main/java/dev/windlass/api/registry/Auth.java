// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api.registry;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may come in at all. In a change, what is null stays.
@Json(naming = Json.Naming.LowerUnderscore)
public record Auth(
    @Nullable Boolean iamAuthz, @Nullable Boolean privateOnly, @Nullable List<String> allowedIps) {}

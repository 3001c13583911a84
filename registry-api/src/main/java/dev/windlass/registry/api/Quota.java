// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;

/// The limits, and what of them is used.
@Json(naming = Json.Naming.LowerUnderscore)
public record Quota(Amounts limit, Amounts usage) {}

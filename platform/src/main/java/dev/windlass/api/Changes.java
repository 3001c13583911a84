// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// The number to ask for the next changes with.
@Json(naming = Json.Naming.LowerUnderscore)
public record Changes(Long next) {}

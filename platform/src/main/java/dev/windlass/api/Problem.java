// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// One thing that was wrong with a request.
@Json(naming = Json.Naming.LowerUnderscore)
public record Problem(String code, String message) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// How many bytes of a layer have arrived.
@Json(naming = Json.Naming.LowerUnderscore)
public record LayerProgress(String digest, Long done, Long total) {}

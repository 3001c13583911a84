// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// A part of an image that is not on the engine's machine.
///
/// @param part `manifest`, `config` or `layer`
/// @param size compressed bytes; 0 when nobody knows
@Json(naming = Json.Naming.LowerUnderscore)
public record MissingPart(String part, String digest, Long size) {}

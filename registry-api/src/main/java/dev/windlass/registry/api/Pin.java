// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;

/// An image that is in use.
///
/// @param holder who said so
/// @param user who uses it, in words for people
@Json(naming = Json.Naming.LowerUnderscore)
public record Pin(String holder, String image, String user) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// An image that went, or would go.
///
/// @param frees bytes on the disk
@Json(naming = Json.Naming.LowerUnderscore)
public record PrunedImage(String digest, List<String> names, String usedAt, Long frees) {}

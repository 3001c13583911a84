// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// How far the pull of an image has come. No layers: no pull is under way.
@Json(naming = Json.Naming.LowerUnderscore)
public record Pulling(String image, List<LayerProgress> layers) {}

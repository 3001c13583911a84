// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// The images on the engine's machine, by name.
@Json(naming = Json.Naming.LowerUnderscore)
public record LocalImageList(List<LocalImage> images) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// What was cleared away, or would be.
///
/// @param images the longest unused first
/// @param orphans layers of no image, which broken pulls have left behind
/// @param freed bytes on the disk
/// @param left bytes that images take afterwards
@Json(naming = Json.Naming.LowerUnderscore)
public record Pruned(
    Boolean dryRun, List<PrunedImage> images, List<String> orphans, Long freed, Long left) {}

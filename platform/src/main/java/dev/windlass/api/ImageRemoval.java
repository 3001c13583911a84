// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of the wish to remove an image.
///
/// @param untagged names that are gone
/// @param removed the image's digest, when the image is gone too
/// @param layers that went with it, by the digests of their tars
/// @param freed bytes on the disk
@Json(naming = Json.Naming.LowerUnderscore)
public record ImageRemoval(
    List<String> untagged, @Nullable String removed, List<String> layers, Long freed) {}

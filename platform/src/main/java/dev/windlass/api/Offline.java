// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether something could be started with every registry gone, and if not, what is in the way.
///
/// @param missing the parts of its image that are not here
/// @param obstacle what else there is, in words
@Json(naming = Json.Naming.LowerUnderscore)
public record Offline(Boolean canStart, List<MissingPart> missing, @Nullable String obstacle) {}

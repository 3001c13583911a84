// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// Which of the images that nobody needs are to go.
///
/// @param dryRun whether only to tell which
/// @param all also those that still have a name
/// @param olderThan only those that were not used for so long: `30d`
/// @param keepSize only until the rest takes no more than this: `20G`
@Json(naming = Json.Naming.LowerUnderscore)
public record ImagePruning(
    boolean dryRun, boolean all, @Nullable String olderThan, @Nullable String keepSize) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of what a pull tells while it goes on.
///
/// @param type `step`, `resolved`, `progress`, `pulled` or `failed`; the last two end it
/// @param image by its digest, once that is known
/// @param layers how far each is that has begun, or was here
/// @param fetched bytes that came over the network
/// @param diagnosis why it failed
/// @param step what has been done
@Json(naming = Json.Naming.LowerUnderscore)
public record PullUpdate(
    String type,
    @Nullable String image,
    @Nullable List<LayerProgress> layers,
    @Nullable Long fetched,
    @Nullable Diagnosis diagnosis,
    PullAttempt.@Nullable Step step) {}

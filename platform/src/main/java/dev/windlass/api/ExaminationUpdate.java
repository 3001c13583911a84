// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of what an examination tells while it goes on.
///
/// @param type `step`, `progress` or `report`; the last ends it
/// @param layers how far each is that has begun, or was here
/// @param step what has been done
@Json(naming = Json.Naming.LowerUnderscore)
public record ExaminationUpdate(
    String type,
    @Nullable List<LayerProgress> layers,
    PullAttempt.@Nullable Step step,
    @Nullable Report report) {}

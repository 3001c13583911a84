// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// How the image of a revision stands at its source now, and what its tag has that is another.
///
/// @param change absent when nothing moved, or when it cannot be compared
/// @param diagnosis why it cannot be compared
@Json(naming = Json.Naming.LowerUnderscore)
public record DriftReport(
    Drift drift, @Nullable ImageChange change, @Nullable Diagnosis diagnosis) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// What a person needs to hear when something failed: what happened, why, what to do now, and what
/// was seen.
@Json(naming = Json.Naming.LowerUnderscore)
public record Diagnosis(String code, String problem, String cause, String fix, String evidence) {}

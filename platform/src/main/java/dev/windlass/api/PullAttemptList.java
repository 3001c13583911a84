// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// The latest tries to bring the image of one thing here, oldest first.
@Json(naming = Json.Naming.LowerUnderscore)
public record PullAttemptList(List<PullAttempt> attempts) {}

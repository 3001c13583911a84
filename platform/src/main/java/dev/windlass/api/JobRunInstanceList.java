// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// The instances of a job run.
@Json(naming = Json.Naming.LowerUnderscore)
public record JobRunInstanceList(List<JobRunInstance> instances) {}

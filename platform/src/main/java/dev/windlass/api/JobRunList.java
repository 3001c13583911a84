// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
@Json(naming = Json.Naming.LowerUnderscore)
public record JobRunList(
    Page.@Nullable First first, List<JobRun> jobRuns, Integer limit, Page.@Nullable Next next) {}

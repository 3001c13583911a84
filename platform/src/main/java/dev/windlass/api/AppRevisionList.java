// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
@Json(naming = Json.Naming.LowerUnderscore)
public record AppRevisionList(
    Page.@Nullable First first,
    Integer limit,
    Page.@Nullable Next next,
    List<AppRevision> revisions) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of domain mappings.
@Json(naming = Json.Naming.LowerUnderscore)
public record DomainMappingList(
    List<DomainMapping> domainMappings,
    Page.@Nullable First first,
    Integer limit,
    Page.@Nullable Next next) {}

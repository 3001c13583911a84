// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;

/// Whether to remove, or only to tell what would be.
@Json(naming = Json.Naming.LowerUnderscore)
public record GarbageWanted(boolean dryRun) {}

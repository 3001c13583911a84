// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;

/// Storage, and traffic of this month, in bytes; -1 is no limit.
@Json(naming = Json.Naming.LowerUnderscore)
public record Amounts(Long storageBytes, Long trafficBytes) {}

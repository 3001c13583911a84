// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// New limits in 1,048,576 bytes; -1 is no limit, and what is null stays.
@Json(naming = Json.Naming.LowerUnderscore)
public record QuotaChange(@Nullable Long storageMegabytes, @Nullable Long trafficMegabytes) {}

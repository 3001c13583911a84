// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// A secret or config map as a folder.
@Json(naming = Json.Naming.LowerUnderscore)
public record VolumeMount(
    String mountPath,
    @Nullable Boolean readOnly,
    String reference,
    @Nullable String subPath,
    String type) {}

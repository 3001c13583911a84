// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// Something that the registry did or refused.
///
/// @param client the address that asked
/// @param key the id of the key that asked
/// @param subject the image or the namespace that it is about
/// @param rule the rule that decided
@Json(naming = Json.Naming.LowerUnderscore)
public record RegistryEvent(
    String time,
    String type,
    @Nullable String client,
    @Nullable String key,
    @Nullable String subject,
    @Nullable String rule,
    @Nullable String message) {}

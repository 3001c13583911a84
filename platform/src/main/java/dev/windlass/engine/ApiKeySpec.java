// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// An API key, without the key itself.
///
/// @param role `Viewer`, `Editor` or `Manager`
/// @param project the only one that it is for, by its id; null for all of the engine
/// @param hash SHA-256 of the key, in hex
/// @param expiresAt RFC 3339; null for never
@Json
public record ApiKeySpec(
    String name, String role, @Nullable String project, String hash, @Nullable String expiresAt) {}

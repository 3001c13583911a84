// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The new content of a secret.
@Json(naming = Json.Naming.LowerUnderscore)
public record SecretReplacement(String format, @Nullable Map<String, String> data) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The new content of a secret. What names a service of a cloud stays when it is not given.
@Json(naming = Json.Naming.LowerUnderscore)
public record SecretReplacement(String format, @Nullable Map<String, String> data) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A secret as it is asked for.
@Json(naming = Json.Naming.LowerUnderscore)
public record SecretPrototype(String format, String name, @Nullable Map<String, String> data) {}

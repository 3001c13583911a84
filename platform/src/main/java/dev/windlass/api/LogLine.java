// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// One line of output. `stream` is `stdout` or `stderr`.
@Json(naming = Json.Naming.LowerUnderscore)
public record LogLine(String at, String stream, String text) {}

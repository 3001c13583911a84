// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// The daemon behind the API: its version and where its parts listen.
@Json(naming = Json.Naming.LowerUnderscore)
public record Engine(String version, String api, String ingress, String registry, String state) {}

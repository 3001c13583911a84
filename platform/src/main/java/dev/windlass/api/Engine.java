// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// The daemon behind the API: its version and where its parts listen.
///
/// @param ingressPrivate for apps whose visibility is private
@Json(naming = Json.Naming.LowerUnderscore)
public record Engine(
    String version,
    String api,
    String ingress,
    @Nullable String ingressPrivate,
    String registry,
    String state) {}

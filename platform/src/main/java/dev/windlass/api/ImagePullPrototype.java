// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// Which image is to be brought to the engine's machine, and with which registry secret.
@Json(naming = Json.Naming.LowerUnderscore)
public record ImagePullPrototype(String imageReference, @Nullable String imageSecret) {}

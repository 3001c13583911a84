// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// What is to be looked at.
///
/// @param target `app/web`, the reference of an image, or empty for everything
/// @param imageSecret the registry secret to ask with, where the target is an image
/// @param documentsOnly whether to leave the layers of the image where they are
@Json(naming = Json.Naming.LowerUnderscore)
public record ExaminationPrototype(
    String target, @Nullable String imageSecret, @Nullable Boolean documentsOnly) {}

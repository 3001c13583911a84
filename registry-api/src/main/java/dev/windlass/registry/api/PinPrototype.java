// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;

/// An image in use, and by whom, in words for people.
@Json(naming = Json.Naming.LowerUnderscore)
public record PinPrototype(String image, String user) {
  public PinPrototype {
    Required.field(image, "image");
    Required.field(user, "user");
  }
}

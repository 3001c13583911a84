// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// A key to be made.
@Json(naming = Json.Naming.LowerUnderscore)
public record ApiKeyPrototype(String name, List<Access> access) {
  public ApiKeyPrototype {
    Required.field(name, "name");
    Required.field(access, "access");
  }
}

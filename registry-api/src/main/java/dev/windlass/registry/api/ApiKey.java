// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key of the registry. `key` itself is only in the answer to its making.
@Json(naming = Json.Naming.LowerUnderscore)
public record ApiKey(
    String id, String name, List<Access> access, @Nullable String createdAt, @Nullable String key) {

  /// Without the key, which a log or an error message must not give away.
  @Override
  public String toString() {
    return "ApiKey[" + id + ", " + name + ", " + access + "]";
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// The registry whose images a namespace hands out. The password is never in an answer.
@Json(naming = Json.Naming.LowerUnderscore)
public record Upstream(String url, @Nullable String username, @Nullable String password) {
  public Upstream {
    Required.field(url, "url");
  }

  /// Without the password, which a log or an error message must not give away.
  @Override
  public String toString() {
    return "Upstream[" + url + ", " + username + "]";
  }
}

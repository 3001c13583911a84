// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api.registry;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// The registry whose images a namespace hands out. The password is never in an answer.
@Json(naming = Json.Naming.LowerUnderscore)
public record Upstream(String url, @Nullable String username, @Nullable String password) {

  /// Without the password, which a log or an error message must not give away.
  @Override
  public String toString() {
    return "Upstream[" + url + ", " + username + "]";
  }
}

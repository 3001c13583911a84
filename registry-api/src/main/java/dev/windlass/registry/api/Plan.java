// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;

/// What the account may use: `Free` or `Standard`.
@Json(naming = Json.Naming.LowerUnderscore)
public record Plan(String plan) {
  public Plan {
    Required.field(plan, "plan");
  }
}

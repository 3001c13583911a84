// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// How much a project has of each kind, and how much it may.
@Json(naming = Json.Naming.LowerUnderscore)
public record QuotaList(List<Quota> quotas) {
  /// @param category `App revisions`
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Quota(String category, Integer used, Integer limit) {}

  public QuotaList {
    quotas = List.copyOf(quotas);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which images to list.
///
/// @param repositories also namespaces; all when it is empty
@Json(naming = Json.Naming.LowerUnderscore)
public record DigestsWanted(
    @Nullable Boolean excludeTagged,
    @Nullable Boolean excludeVa,
    @Nullable Boolean includeIbm,
    @Nullable List<String> repositories) {
  public DigestsWanted {
    Required.field(repositories == null ? List.of() : repositories, "repositories");
  }

  /// @param repositories also namespaces; all when it is empty
  public static DigestsWanted of(boolean excludeTagged, List<String> repositories) {
    return new DigestsWanted(excludeTagged, null, null, repositories);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long an app took to wake, since the engine began.
///
/// @param wakes by how it waited: `frozen`, `created` or `cold`
/// @param phases the parts of starting an instance, in their order
@Json(naming = Json.Naming.LowerUnderscore)
public record ColdStart(@Nullable List<Took> wakes, @Nullable List<Took> phases) {
  /// @param what took so long
  /// @param count how often
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Took(String what, long count, double averageSeconds) {}
}

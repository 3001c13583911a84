// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of each image that was to be deleted, by the name that was given.
@Json
public record BulkDeletion(@Nullable List<String> success, @Nullable Map<String, Failure> error) {

  /// Why one of them is still there.
  @Json
  public record Failure(String code, String message) {}
}

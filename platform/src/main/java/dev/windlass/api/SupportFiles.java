// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/// What helps somebody else to see what is wrong with a project, without its secrets.
///
/// @param files what is in each, by its name
@Json(naming = Json.Naming.LowerUnderscore)
public record SupportFiles(Map<String, String> files) {
  public SupportFiles {
    files = Map.copyOf(files);
  }
}

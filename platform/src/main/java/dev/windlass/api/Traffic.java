// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// How the requests for an app are split among its revisions.
///
/// @param entityTag to change it with, `0` while nobody has split anything
@Json(naming = Json.Naming.LowerUnderscore)
public record Traffic(String entityTag, List<TrafficTarget> traffic) {
  public Traffic {
    traffic = List.copyOf(traffic);
  }
}

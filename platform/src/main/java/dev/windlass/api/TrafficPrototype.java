// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// How the requests for an app are to be split among its revisions.
@Json(naming = Json.Naming.LowerUnderscore)
public record TrafficPrototype(List<TrafficTarget> traffic) {
  public TrafficPrototype {
    traffic = List.copyOf(traffic);
  }
}

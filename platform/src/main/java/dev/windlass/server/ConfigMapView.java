// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.ConfigMapPrototype;
import dev.windlass.engine.Observations.Nothing;
import dev.windlass.engine.Resource;
import java.util.Map;

/// A config map, as it is answered.
record ConfigMapView(Site site, Home home) {
  Map<String, Object> of(Resource<ConfigMapPrototype, Nothing> configMap) {
    String href = site.href("projects", home.id(), "config_maps", configMap.key().name());
    var view = View.tagged(configMap, "config_map_v2", href);
    view.putIfAbsent("data", Map.of());
    return view;
  }
}

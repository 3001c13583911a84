// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Allowance;
import dev.windlass.registry.store.Stored;
import java.util.HashMap;
import java.util.Map;

/// A manifest to answer with, and what there is to say with it.
record Shown(Stored manifest, Map<String, String> headers) {
  static Shown plainly(Stored manifest) {
    return new Shown(manifest, Map.of());
  }

  /// With what the registry that it comes from said of how often we may pull.
  static Shown of(Stored manifest, Allowance allowance) {
    var headers = new HashMap<String, String>();
    if (!allowance.limit().isEmpty()) {
      headers.put("RateLimit-Limit", allowance.limit());
    }
    if (!allowance.remaining().isEmpty()) {
      headers.put("RateLimit-Remaining", allowance.remaining());
    }
    return new Shown(manifest, Map.copyOf(headers));
  }

  static Shown stale(Stored manifest, String why) {
    return new Shown(manifest, warning(why));
  }

  /// The header that says that an answer comes from a cache and why.
  static Map<String, String> warning(String why) {
    var text = "served from the cache: " + why;
    return Map.of("Warning", "299 - \"" + text.replaceAll("[^ -~]|[\"\\\\]", "'") + "\"");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A path with placeholders: `/projects/{project_id}/apps/{name}`, each of which stands for one
/// segment. All paths are below `/v2`.
record Template(List<String> segments) {
  static Template of(String path) {
    return new Template(List.of(("v2" + path).split("/")));
  }

  /// What the placeholders stand for, when the path is one of these.
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    var names = new HashMap<String, String>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{")) {
        names.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }
}

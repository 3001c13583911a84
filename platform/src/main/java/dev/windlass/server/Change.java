// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.LinkedHashMap;
import java.util.Map;

/// A change to a resource, whose name is in the path and stays.
final class Change {
  private Change() {}

  /// Without the name, which may be there when it is the same.
  static Map<String, Object> of(String name, Map<String, Object> body) {
    Object given = body.getOrDefault("name", name);
    if (!given.equals(name)) {
      throw Refused.badField(
          "name",
          "name is %s; it needs to be '%s' or left out, as a resource keeps its name"
              .formatted(Shown.of(given), name));
    }
    var change = new LinkedHashMap<>(body);
    change.remove("name");
    return change;
  }
}

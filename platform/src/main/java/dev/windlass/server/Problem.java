// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.LinkedHashMap;
import java.util.Map;

/// One thing that is wrong with a request.
///
/// @param field where it is; empty when it is not in a field
record Problem(String code, String message, String field) {
  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("code", code);
    json.put("message", message);
    if (!field.isEmpty()) {
      json.put("target", Map.of("type", "field", "name", field));
    }
    return json;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Cause;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One thing that is wrong with a request.
///
/// @param code Code Engine's word for it
/// @param field where it is; empty when it is not in a field
/// @param cause the same in our closed list, where it is there
/// @param fix what to do now; empty when the message says so
record Problem(String code, String message, String field, Optional<Cause> cause, String fix) {
  Problem(String code, String message, String field) {
    this(code, message, field, Optional.empty(), "");
  }

  /// The same, with its name in our list and what to do about it.
  Problem because(Cause known, String remedy) {
    return new Problem(code, message, field, Optional.of(known), remedy);
  }

  /// @param base where the API is
  Map<String, Object> json(URI base) {
    var json = new LinkedHashMap<String, Object>();
    json.put("code", code);
    json.put("message", message);
    json.put("more_info", base + CausePage.PATH + cause.map(known -> "#" + known.id()).orElse(""));
    if (!field.isEmpty()) {
      json.put("target", Map.of("type", "field", "name", field));
    }
    cause.ifPresent(known -> json.put("cause", known.id()));
    if (!fix.isEmpty()) {
      json.put("fix", fix);
    }
    return json;
  }
}

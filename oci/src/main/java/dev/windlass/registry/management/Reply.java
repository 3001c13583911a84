// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import com.sun.net.httpserver.HttpExchange;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What a call is answered.
///
/// @param body empty for none
record Reply(int status, String type, String body) {
  static Reply empty(int status) {
    return new Reply(status, "", "");
  }

  static Reply json(Object body) {
    return json(200, body);
  }

  static Reply json(int status, Object body) {
    return text(status, "application/json", Jsonb.instance().toJson(body));
  }

  static Reply text(int status, String type, String body) {
    return new Reply(status, type, body);
  }

  void send(HttpExchange exchange) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (!type.isEmpty()) {
      exchange.getResponseHeaders().set("Content-Type", type);
    }
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}

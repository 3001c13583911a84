// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// What a handler says.
sealed interface Answer {
  /// A resource, a list, or whatever else is JSON. Its `entity_tag`, if it has one, is sent as a
  /// header too.
  record Json(int status, Map<String, Object> body) implements Answer {}

  record Empty(int status) implements Answer {}

  /// Lines of JSON, for as long as it takes.
  record Lines(Source source) implements Answer {}

  /// Writes until there is no more, or throws when the reader has left.
  @FunctionalInterface
  interface Source {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  static Answer ok(Map<String, Object> body) {
    return new Json(200, body);
  }

  static Answer created(Map<String, Object> body) {
    return new Json(201, body);
  }

  static Answer accepted(Map<String, Object> body) {
    return new Json(202, body);
  }

  static Answer accepted() {
    return new Empty(202);
  }
}

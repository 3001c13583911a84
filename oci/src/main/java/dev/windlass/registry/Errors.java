// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import io.avaje.jsonb.Json;
import java.util.List;

/// The body of an answer that says no, as the distribution specification wants it.
@Json
record Errors(List<Reason> errors) {
  /// @param detail what the message is about
  @Json
  record Reason(String code, String message, String detail) {}

  Errors(String code, String message, String detail) {
    this(List.of(new Reason(code, message, detail)));
  }
}

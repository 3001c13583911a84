// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.net.URI;

/// The answer of a registry that said no, as evidence: which request, which status, and the
/// registry's own code and message, empty where it gave none. The address carries no secret.
public record Refusal(String method, URI address, int status, String code, String message) {
  /// What was said: `DENIED: requested access to the resource is denied`.
  public String words() {
    return code.isEmpty() ? message : message.isEmpty() ? code : code + ": " + message;
  }

  @Override
  public String toString() {
    return "%s %s answered %d%s"
        .formatted(method, address, status, words().isEmpty() ? "" : " " + words());
  }
}

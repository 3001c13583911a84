// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// One request, before it is known who asks.
///
/// @param form what a POST carries
record Ask(String method, URI address, Map<String, String> headers, Optional<Secret> form) {
  static Ask get(URI address, Map<String, String> headers) {
    return new Ask("GET", address, headers, Optional.empty());
  }

  static Ask head(URI address, Map<String, String> headers) {
    return new Ask("HEAD", address, headers, Optional.empty());
  }

  static Ask post(URI address, Secret form) {
    return new Ask(
        "POST",
        address,
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        Optional.of(form));
  }

  Ask at(URI other) {
    return new Ask(method, other, headers, form);
  }
}

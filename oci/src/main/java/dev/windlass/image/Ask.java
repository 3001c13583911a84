// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.Unreachable.Server;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// One request, before it is known who asks.
///
/// @param form what a POST carries
/// @param server whom it is for
record Ask(
    String method, URI address, Map<String, String> headers, Optional<Secret> form, Server server) {
  static Ask get(URI address, Map<String, String> headers) {
    return new Ask("GET", address, headers, Optional.empty(), Server.REGISTRY);
  }

  static Ask head(URI address, Map<String, String> headers) {
    return new Ask("HEAD", address, headers, Optional.empty(), Server.REGISTRY);
  }

  static Ask post(URI address, Secret form) {
    return new Ask(
        "POST",
        address,
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        Optional.of(form),
        Server.REGISTRY);
  }

  Ask toTokenServer() {
    return new Ask(method, address, headers, form, Server.TOKEN_SERVER);
  }

  /// The same, where a redirect leads.
  Ask at(URI other) {
    return new Ask(
        method,
        other,
        headers,
        form,
        server == Server.TOKEN_SERVER ? Server.TOKEN_SERVER : Server.STORAGE);
  }
}

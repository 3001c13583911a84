// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.Map;
import java.util.Optional;

/// The registry secret that a workload names: who we are at which registry host. Hosts are written
/// as in a `.dockerconfigjson`; [#at] knows the odd forms of Docker Hub.
///
/// @param secret the name of the secret, empty when the workload names none
public record Credentials(Optional<String> secret, Map<String, Credential> byHost) {
  private static final String HUB = "docker.io";

  /// No secret: ask as anybody.
  public static final Credentials NONE = new Credentials(Optional.empty(), Map.of());

  public Credentials {
    byHost = Map.copyOf(byHost);
  }

  public Optional<Credential> at(String host) {
    return byHost.entrySet().stream()
        .filter(entry -> plain(entry.getKey()).equals(plain(host)))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// `https://index.docker.io/v1/` and friends are all Docker Hub.
  private static String plain(String server) {
    String bare = server.replaceFirst("^https?://", "");
    int slash = bare.indexOf('/');
    String host = slash < 0 ? bare : bare.substring(0, slash);
    return switch (host) {
      case "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com" -> HUB;
      default -> host;
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// Where registries live, and how to tell of it without giving secrets away.
final class Addresses {
  private static final Set<String> TELLABLE = Set.of("service", "scope", "account", "n", "last");

  private Addresses() {}

  /// Loopback registries are spoken to in the clear, all others over TLS.
  static URI base(String host) {
    if (host.equals("docker.io") || host.equals("index.docker.io")) {
      return URI.create("https://registry-1.docker.io");
    }
    var https = URI.create("https://" + host);
    return isLoopback(https) ? URI.create("http://" + host) : https;
  }

  /// The same over TLS in any case.
  static URI safeBase(String host) {
    return URI.create(base(host).toString().replaceFirst("^http:", "https:"));
  }

  static boolean isLoopback(URI address) {
    var host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  /// Whether a password may travel there.
  static boolean isPrivate(URI address) {
    return "https".equals(address.getScheme())
        || ("http".equals(address.getScheme()) && isLoopback(address));
  }

  /// Whether two addresses are the same server, which may hear the same secrets.
  static boolean sameServer(URI one, URI other) {
    return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
        && one.getPort() == other.getPort();
  }

  /// Where to connect to.
  static int port(URI address) {
    return address.getPort() >= 0 ? address.getPort() : defaultPort(address);
  }

  private static int defaultPort(URI address) {
    return "http".equals(address.getScheme()) ? 80 : 443;
  }

  /// Who is there: `https://icr.io:443`.
  static String server(URI address) {
    return "%s://%s:%d".formatted(address.getScheme(), address.getHost(), port(address));
  }

  /// The server without a user: `icr.io`, `localhost:5000`.
  static String authority(URI address) {
    return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
  }

  /// What to ask for there.
  static String target(URI address) {
    var path = String.valueOf(address.getRawPath());
    var query = address.getRawQuery();
    return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  /// Without a user and without a query that might be a signature.
  static URI tellable(URI address) {
    var query = address.getRawQuery();
    boolean plain =
        query != null
            && Arrays.stream(query.split("&", -1))
                .allMatch(part -> TELLABLE.contains(part.replaceFirst("=.*", "")));
    var server = String.valueOf(address.getRawAuthority()).replaceFirst(".*@", "");
    return URI.create(
        address.getScheme() + "://" + server + address.getRawPath() + (plain ? "?" + query : ""));
  }
}

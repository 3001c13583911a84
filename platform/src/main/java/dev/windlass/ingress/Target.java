// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a request wants to go.
///
/// @param authority the host as the client wrote it, port included; the backend gets to see it so
/// @param uri what is asked for, always in the form that servers know: path and query
record Target(String authority, String uri) {
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "https?://([0-9A-Za-z._:\\[\\]%-]+)((?:[/?][^#]*)?)", Pattern.CASE_INSENSITIVE);

  /// A request line with a whole URL, as sent to proxies, outranks the `Host` header (RFC 9112,
  /// 3.2.2).
  static Optional<Target> of(String uri, Optional<String> hostHeader) {
    if (uri.startsWith("/") || uri.equals("*")) {
      return hostHeader.filter(host -> !host.isBlank()).map(host -> new Target(host, uri));
    }
    var absolute = ABSOLUTE.matcher(uri);
    return absolute.matches()
        ? Optional.of(new Target(absolute.group(1), originForm(absolute.group(2))))
        : Optional.empty();
  }

  /// The name that routes go by: without port, in lower case.
  String host() {
    int end = authority.length();
    while (end > 0 && authority.charAt(end - 1) >= '0' && authority.charAt(end - 1) <= '9') {
      end--;
    }
    boolean hasPort = end > 0 && authority.charAt(end - 1) == ':';
    return (hasPort ? authority.substring(0, end - 1) : authority).toLowerCase(Locale.ROOT);
  }

  private static String originForm(String rest) {
    return rest.startsWith("/") ? rest : "/" + rest;
  }
}

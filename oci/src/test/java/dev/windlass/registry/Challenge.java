// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Where a registry sends those who have no token, and what for.
record Challenge(String realm, String service, String scope) {
  static Challenge parse(String header) {
    return new Challenge(part(header, "realm"), part(header, "service"), part(header, "scope"));
  }

  private static String part(String header, String name) {
    var quoted = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(header);
    return quoted.find() ? quoted.group(1) : "";
  }

  /// What to ask the token server. Several scopes stay one parameter with blanks in it.
  URI question() {
    return URI.create(realm + "?service=" + encoded(service) + "&scope=" + encoded(scope));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

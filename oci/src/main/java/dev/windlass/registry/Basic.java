// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// A user name and password as HTTP Basic carries them.
record Basic(String username, String password) {
  private static final String SCHEME = "basic ";

  /// Nothing when the header is of another scheme, or broken.
  static Optional<Basic> parse(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
      var parts = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
      return parts.length == 2 ? Optional.of(new Basic(parts[0], parts[1])) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no base64
    }
  }

  @Override
  public String toString() {
    return username + ":••••";
  }
}

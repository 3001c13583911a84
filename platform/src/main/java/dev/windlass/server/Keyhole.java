// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.image.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Knows the API key, and takes as long to say no as to say yes.
record Keyhole(Secret key) {
  private static final String BEARER = "bearer ";

  /// @param authorization `Bearer <key>`, or the bare key
  boolean opens(String authorization) {
    boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    String given = bearer ? authorization.substring(BEARER.length()).strip() : authorization;
    return MessageDigest.isEqual(bytes(given), bytes(key.reveal()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

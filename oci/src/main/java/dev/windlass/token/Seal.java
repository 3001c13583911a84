// SPDX-License-Identifier: Apache-2.0
package dev.windlass.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes JSON Web Tokens (RFC 7519, HS256) of claims, and tells its own from others: so nobody
/// needs a list of those that were given out. What the claims mean is up to the caller, also until
/// when they hold. Safe to share between threads.
public final class Seal {
  private static final String MAC = "HmacSHA256";
  private static final String HEADER =
      encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8));

  private final byte[] key;

  /// @param key at least 32 bytes that nobody else knows
  public Seal(byte[] key) {
    this.key = key.clone();
  }

  /// @param claims a JSON object
  public String token(String claims) {
    String content = HEADER + "." + encoded(claims.getBytes(UTF_8));
    return content + "." + mac(content);
  }

  /// The claims; nothing for a token that is forged or broken.
  public Optional<byte[]> open(String token) {
    int dot = token.lastIndexOf('.');
    if (dot < 0 || !same(mac(token.substring(0, dot)), token.substring(dot + 1))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, dot)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // sealed by us and not in this form: of another version
    }
  }

  private String mac(String content) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return encoded(mac.doFinal(content.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + MAC, e);
    }
  }

  /// Takes as long for any two of the same length.
  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(left.getBytes(UTF_8), right.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

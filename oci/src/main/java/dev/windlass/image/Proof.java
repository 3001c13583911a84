// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.avaje.jsonb.Json;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// That a registry gave an image to somebody who showed credentials. It stays good while they are
/// the same, or come from the same secret: a password that was changed takes away nothing.
///
/// @param secret the name of the secret; empty when they came from none
/// @param fingerprint of the credentials; tells nothing of them, and differs from image to image
@Json
record Proof(String tenant, String secret, String fingerprint) {
  private static final String HMAC = "HmacSHA256";

  static Proof of(Credentials credentials, Digest image) {
    return new Proof(
        credentials.tenant(), credentials.secret().orElse(""), fingerprint(credentials, image));
  }

  boolean admits(Proof other) {
    return tenant.equals(other.tenant)
        && (fingerprint.equals(other.fingerprint)
            || (!secret.isEmpty() && secret.equals(other.secret)));
  }

  /// Whether the other one says the same of the same secret, with newer credentials perhaps.
  boolean isReplacedBy(Proof other) {
    return tenant.equals(other.tenant) && secret.equals(other.secret);
  }

  private static String fingerprint(Credentials credentials, Digest image) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(image.toString().getBytes(UTF_8), HMAC));
      new TreeMap<>(credentials.byHost())
          .forEach((host, credential) -> {
            mac.update((host + "\0" + credential.username() + "\0").getBytes(UTF_8));
            mac.update((credential.password().reveal() + "\0").getBytes(UTF_8));
          });
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + HMAC, e);
    }
  }
}

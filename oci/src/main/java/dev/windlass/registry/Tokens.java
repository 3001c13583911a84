// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes tokens and tells its own from others. A token carries what it grants and a seal, so the
/// registry keeps no list of them. Safe to share between threads.
final class Tokens {
  private static final String MAC = "HmacSHA256";
  private static final String ISSUER = "windlass";
  private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final byte[] key;
  private final InstantSource clock;

  Tokens(byte[] key, InstantSource clock) {
    this.key = key.clone();
    this.clock = clock;
  }

  String access(Pass pass, Duration lasts) {
    return sealed(Claims.ACCESS, pass, lasts);
  }

  String refresh(Caller caller, Duration lasts) {
    return sealed(Claims.REFRESH, new Pass(caller, List.of()), lasts);
  }

  /// Nothing for a token that is forged, broken, too old, or meant for refreshing.
  Optional<Pass> pass(String token) {
    return opened(token, Claims.ACCESS)
        .map(claims -> new Pass(new Caller(claims.sub()), claims.access()));
  }

  Optional<Caller> refresher(String token) {
    return opened(token, Claims.REFRESH).map(claims -> new Caller(claims.sub()));
  }

  private String sealed(String use, Pass pass, Duration lasts) {
    long now = clock.instant().getEpochSecond();
    var claims =
        new Claims(ISSUER, pass.caller().id(), use, now, now + lasts.toSeconds(), pass.scopes());
    String content = HEADER + "." + encoded(Jsonb.instance().toJson(claims));
    return content + "." + seal(content);
  }

  private Optional<Claims> opened(String token, String use) {
    int dot = token.lastIndexOf('.');
    if (dot < 0 || !same(seal(token.substring(0, dot)), token.substring(dot + 1))) {
      return Optional.empty();
    }
    return claims(token.substring(token.indexOf('.') + 1, dot))
        .filter(claims -> claims.use().equals(use))
        .filter(claims -> clock.instant().getEpochSecond() < claims.exp());
  }

  /// Read only after the seal was found good, so the content is what we once wrote.
  private static Optional<Claims> claims(String encoded) {
    try {
      return Optional.of(
          Jsonb.instance().type(Claims.class).fromJson(Base64.getUrlDecoder().decode(encoded)));
    } catch (JsonException | IllegalArgumentException e) {
      return Optional.empty(); // sealed by an older version of us that wrote other claims
    }
  }

  private String seal(String content) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return encoded(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + MAC, e);
    }
  }

  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.token.Seal;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Makes tokens and tells its own from others. A token carries what it grants and a seal, so the
/// registry keeps no list of them. Safe to share between threads.
final class Tokens {
  private static final String ISSUER = "windlass";

  private final Seal seal;
  private final InstantSource clock;

  Tokens(byte[] key, InstantSource clock) {
    this.seal = new Seal(key);
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
    return seal.token(Jsonb.instance().toJson(claims));
  }

  private Optional<Claims> opened(String token, String use) {
    return seal.open(token)
        .flatMap(Tokens::claims)
        .filter(claims -> claims.use().equals(use))
        .filter(claims -> clock.instant().getEpochSecond() < claims.exp());
  }

  private static Optional<Claims> claims(byte[] json) {
    try {
      return Optional.of(Jsonb.instance().type(Claims.class).fromJson(json));
    } catch (JsonException e) {
      return Optional.empty(); // sealed by an older version of us that wrote other claims
    }
  }
}

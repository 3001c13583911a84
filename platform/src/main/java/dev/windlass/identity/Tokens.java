// SPDX-License-Identifier: Apache-2.0
package dev.windlass.identity;

import dev.windlass.token.Seal;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Tokens that stand for an API key for a while. A key that is revoked takes its tokens along,
/// since a token only names its key. Safe to share between threads.
final class Tokens {
  static final Duration ACCESS = Duration.ofHours(1);
  static final Duration REFRESH = Duration.ofDays(3);

  private final Seal seal;
  private final InstantSource clock;

  /// What a token is for.
  enum Use {
    ACCESS,
    REFRESH
  }

  /// @param sub the id of the API key
  /// @param iat when it was made, and `exp` when it ends, in seconds since 1970
  @Json
  record Claims(String iss, String sub, Use use, long iat, long exp) {}

  Tokens(Seal seal, InstantSource clock) {
    this.seal = seal;
    this.clock = clock;
  }

  String of(Caller caller, Use use) {
    long now = clock.instant().getEpochSecond();
    var lasts = use == Use.ACCESS ? ACCESS : REFRESH;
    var claims = new Claims("windlass", caller.id(), use, now, now + lasts.toSeconds());
    return seal.token(Jsonb.instance().toJson(claims));
  }

  /// The id of the key; nothing for a token that is forged, broken, too old, or for another use.
  Optional<String> key(String token, Use use) {
    return seal.open(token)
        .flatMap(Tokens::claims)
        .filter(claims -> claims.use() == use)
        .filter(claims -> clock.instant().getEpochSecond() < claims.exp())
        .map(Claims::sub);
  }

  private static Optional<Claims> claims(byte[] json) {
    try {
      return Optional.of(Jsonb.instance().type(Claims.class).fromJson(json));
    } catch (JsonException e) {
      return Optional.empty(); // sealed by another version of us
    }
  }
}

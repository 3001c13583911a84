// SPDX-License-Identifier: Apache-2.0
package dev.windlass.identity;

import dev.windlass.token.Seal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells who asks from what they show, and gives out tokens for API keys, as IBM Cloud IAM does.
/// Whoever shows too many wrong ones is told to wait. Safe to share between threads.
public final class Identity {
  private static final String BEARER = "bearer ";

  private final Keys keys;
  private final Tokens tokens;
  private final InstantSource clock;
  private final Failures failures;

  public Identity(Keys keys, Seal seal, InstantSource clock) {
    this.keys = keys;
    this.tokens = new Tokens(seal, clock);
    this.clock = clock;
    this.failures = new Failures(clock);
  }

  public Keys keys() {
    return keys;
  }

  /// What came of it.
  public sealed interface Entry {
    record Known(Caller caller) implements Entry {}

    /// Nothing was shown, or nothing that is good.
    ///
    /// @param shown whether there was something
    record Unknown(boolean shown) implements Entry {}

    record TooManyFailures(Duration pause) implements Entry {}
  }

  /// @param authorization `Bearer` and a token or an API key, or only one of these
  /// @param from the address they ask from
  public Entry enter(String authorization, String from) {
    boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    var shown = bearer ? authorization.substring(BEARER.length()).strip() : authorization.strip();
    return judged(shown, from, () -> known(shown));
  }

  private Optional<Caller> known(String shown) {
    return shown.contains(".")
        ? tokens.key(shown, Tokens.Use.ACCESS).flatMap(keys::ofId)
        : keys.owner(shown);
  }

  private Entry judged(String shown, String from, Supplier<Optional<Caller>> look) {
    if (shown.isEmpty()) {
      return new Entry.Unknown(false);
    }
    return look.get().<Entry>map(Entry.Known::new).orElseGet(() -> refused(from));
  }

  /// Only who is wrong has to wait: on one machine many programs ask from one address.
  private Entry refused(String from) {
    var pause = failures.pause(from);
    if (pause.isPositive()) {
      return new Entry.TooManyFailures(pause);
    }
    failures.failed(from);
    return new Entry.Unknown(true);
  }

  /// @param expires in seconds since 1970
  public record Grant(String access, String refresh, long seconds, long expires) {}

  public Grant grant(Caller caller) {
    long seconds = Tokens.ACCESS.toSeconds();
    return new Grant(
        tokens.of(caller, Tokens.Use.ACCESS),
        tokens.of(caller, Tokens.Use.REFRESH),
        seconds,
        clock.instant().getEpochSecond() + seconds);
  }

  /// Whose API key this is.
  public Entry byKey(String key, String from) {
    return judged(key, from, () -> keys.owner(key));
  }

  /// Who was given this refresh token.
  public Entry byRefresh(String token, String from) {
    return judged(token, from, () -> tokens.key(token, Tokens.Use.REFRESH).flatMap(keys::ofId));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.Misbehaved.Oddity;
import java.net.URI;
import java.util.Optional;

/// What a registry wants of whoever asks, understood.
sealed interface Demand {
  /// The password itself.
  record Password() implements Demand {}

  /// A token of a token server.
  ///
  /// @param service what the registry is called there, if that matters
  /// @param scope what the token has to be good for
  record Token(URI realm, String service, String scope) implements Demand {}

  /// Reads the challenge in an answer that says 401. There has to be one that can be met.
  static Demand of(Asking asking, Rebuff no) throws Refused {
    var challenges = no.challenges();
    asking.steps().saw("status", Integer.toString(no.status()));
    Evidence.of(challenges, asking.steps());
    asking.steps().saw("said", no.refusal().words());
    if (challenges.isEmpty() && no.isPage()) {
      throw new Refused(Verdict.ofRegistry(asking, no, Optional.empty()));
    }
    var best =
        Challenge.best(challenges)
            .orElseThrow(() ->
                broken(
                    asking,
                    no,
                    challenges.isEmpty()
                        ? "it does not say how to log in"
                        : "it wants " + challenges + ", which says not where to log in"));
    return best.isBearer() ? token(asking, no, best) : password(asking, no);
  }

  private static Demand password(Asking asking, Rebuff no) throws Refused {
    if (!Addresses.isPrivate(no.ask().address())) {
      throw broken(asking, no, "it wants a password without TLS");
    }
    return new Password();
  }

  private static Demand token(Asking asking, Rebuff no, Challenge challenge) throws Refused {
    var scope = challenge.attribute("scope");
    return new Token(
        realm(asking, no, challenge.attribute("realm")),
        challenge.attribute("service"),
        scope.isEmpty() ? "repository:" + asking.repository().path() + ":pull" : scope);
  }

  private static URI realm(Asking asking, Rebuff no, String text) throws Refused {
    URI realm;
    try {
      realm = no.ask().address().resolve(text);
    } catch (IllegalArgumentException e) {
      throw broken(asking, no, "it names a token server that is no address: " + text);
    }
    if (realm.getHost() == null) {
      throw broken(asking, no, "it names a token server that is no address: " + text);
    }
    if (!Addresses.isPrivate(realm)) {
      throw broken(asking, no, "it names a token server without TLS: " + text);
    }
    if (Addresses.isLoopback(realm) && !Addresses.isLoopback(no.ask().address())) {
      throw broken(asking, no, "it names a token server on this very machine: " + text);
    }
    return realm;
  }

  private static Refused broken(Asking asking, Rebuff no, String words) {
    var refusal = no.refusal();
    return new Refused(
        new Failure.Misbehaved(
            asking.image(),
            Oddity.CHALLENGE,
            new Refusal(
                refusal.method(), refusal.address(), refusal.status(), refusal.code(), words)));
  }
}

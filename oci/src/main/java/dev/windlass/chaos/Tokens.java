// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;

/// Token servers that are not well. Those that refuse somebody are in [Access].
final class Tokens {
  static final Family FAMILY =
      Family.of(
          "Token server",
          given("token-server-error", "500", Answer.error(500, "UNKNOWN", "unknown error")),
          given("token-server-unavailable", "503 and a web page", unavailable()),
          given("token-page", "200 and a web page", Answer.page(200, "Welcome")),
          given("token-not-json", "200 and a text", Answer.text(200, "text/plain", "chaos\n")),
          given("token-empty", "200 and an empty token", Answer.json(200, "{\"token\":\"\"}")),
          given("token-missing", "200 and JSON without a token", Answer.json(200, "{}")),
          given(
              "token-cut-off",
              "200 and half of a token",
              Answer.token().arriving(Delivery.CLOSED_HALFWAY)),
          Fault.of(
              "token-slow",
              "The token server takes the request and does not answer.",
              Cause.TOKEN_SERVER_BROKEN,
              guarded(_ -> Answer.token().arriving(Delivery.SILENT))),
          Fault.of(
              "token-rate-limit",
              "The token server answers 429.",
              Cause.RATE_LIMIT,
              guarded(_ -> RateLimits.tooMany().with("Retry-After", "60"))),
          Fault.of(
                  "token-server-dead",
                  "The challenge names a token server on a port where nothing listens.",
                  Cause.TOKEN_SERVER_UNREACHABLE,
                  challenged(ask ->
                      Answer.challenge(ask, ask.plainly(ask.stage().deadPort()) + Wanted.TOKEN)))
              .alone(),
          Fault.of(
                  "token-server-unknown",
                  "The challenge names a token server whose host is not in the DNS.",
                  Cause.TOKEN_SERVER_UNREACHABLE,
                  challenged(ask -> Answer.challenge(ask, "https://auth.invalid/token")))
              .alone(),
          Fault.of(
                  "challenge-missing",
                  "Answers 401 without saying where to log in.",
                  Cause.CHALLENGE_BROKEN,
                  challenged(_ -> Answer.error(401, "UNAUTHORIZED", "authentication required")))
              .alone(),
          Fault.of(
                  "challenge-without-realm",
                  "Answers 401 and wants a token, without saying whose.",
                  Cause.CHALLENGE_BROKEN,
                  challenged(_ ->
                      Answer.error(401, "UNAUTHORIZED", "authentication required")
                          .with("WWW-Authenticate", "Bearer service=\"registry\"")))
              .alone(),
          Fault.of(
                  "challenge-nonsense",
                  "Answers 401 and names a token server that is no address.",
                  Cause.CHALLENGE_BROKEN,
                  challenged(ask -> Answer.challenge(ask, "https://:token:server")))
              .alone());

  private Tokens() {}

  private static Fault given(String name, String what, Answer answer) {
    return Fault.of(
        name,
        "The token server answers " + what + ".",
        Cause.TOKEN_SERVER_BROKEN,
        guarded(_ -> answer));
  }

  private static Answer unavailable() {
    return Answer.page(503, "503 Service Temporarily Unavailable");
  }

  private static Behaviour guarded(Behaviour tokens) {
    return Healthy.REGISTRY.behindTokens().butTokens(tokens);
  }

  private static Behaviour challenged(Behaviour challenge) {
    return Healthy.REGISTRY.behindTokens(challenge);
  }
}

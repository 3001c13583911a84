// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;
import dev.windlass.image.Credential;
import dev.windlass.image.Secret;

/// Who may pull, in the answers that make other clients print what people search the web for.
final class Access {
  private static final Credential WRONG = new Credential("iamapikey", new Secret("wrong"));
  private static final Behaviour GUARDED = Healthy.REGISTRY.behindTokens();

  static final Family FAMILY =
      Family.of(
          "Access",
          Fault.of(
              "no-credentials",
              "The token server answers 403 to whoever does not say who they are.",
              Cause.CREDENTIALS_MISSING,
              Healthy.membersOnly()),
          Fault.of(
                  "wrong-password",
                  "The token server answers 401 to the name and password.",
                  Cause.CREDENTIALS_WRONG,
                  Healthy.membersOnly())
              .with(WRONG),
          Fault.of(
                  "wrong-password-bad-request",
                  "The token server answers 400 to a wrong name and password, and says so.",
                  Cause.CREDENTIALS_WRONG,
                  GUARDED.butTokens(_ ->
                      Answer.error(
                          400,
                          "UNAUTHORIZED",
                          "The username and password combination is not valid.")))
              .with(WRONG),
          Fault.of(
                  "wrong-password-basic",
                  "The registry has no token server and answers 401 to the name and password.",
                  Cause.CREDENTIALS_WRONG,
                  _ ->
                      Answer.error(401, "UNAUTHORIZED", "authentication required")
                          .with("WWW-Authenticate", "Basic realm=\"Registry\""))
              .with(WRONG)
              .alone(),
          Fault.of(
                  "insufficient-scope",
                  "The token server gives a token that is good for less; the registry answers 401"
                      + " and insufficient_scope.",
                  Cause.ACCESS_MISSING,
                  Healthy.REGISTRY
                      .butManifests(Access::insufficientScope)
                      .butBlobs(Access::insufficientScope)
                      .butTags(Access::insufficientScope)
                      .behindTokens())
              .with(Healthy.LOGIN),
          Fault.of(
                  "access-denied",
                  "The registry answers 403 DENIED to whoever has a good token and no right to"
                      + " pull.",
                  Cause.ACCESS_MISSING,
                  refusing("You are not authorized to access the specified resource."))
              .with(Healthy.LOGIN),
          Fault.of(
              "unauthorized-loop",
              "The token server gives a token, and the registry answers 401 to it, each time.",
              Cause.TOKEN_NOT_ACCEPTED,
              Healthy.REGISTRY
                  .butManifests(Answer::challenge)
                  .butBlobs(Answer::challenge)
                  .butTags(Answer::challenge)),
          Fault.of(
                  "address-not-allowed",
                  "The token server answers 400 to GET and to POST, whoever asks.",
                  Cause.ADDRESS_NOT_ALLOWED,
                  GUARDED.butTokens(ask -> addressNotAllowed(ask, 400)))
              .with(Healthy.LOGIN),
          Fault.of(
                  "address-not-allowed-forbidden",
                  "The token server answers 403 to GET and to POST, whoever asks.",
                  Cause.ADDRESS_NOT_ALLOWED,
                  GUARDED.butTokens(ask -> addressNotAllowed(ask, 403)))
              .with(Healthy.LOGIN),
          Fault.of(
                  "private-only",
                  "The registry answers 403 DENIED because the request came over the public"
                      + " network.",
                  Cause.PRIVATE_NETWORK_ONLY,
                  refusing(
                      "Private-only access is enabled on this account, but this request was over"
                          + " the public network. You must access this account over the private"
                          + " network"))
              .with(Healthy.LOGIN));

  private Access() {}

  private static Answer insufficientScope(Ask ask) {
    return Answer.error(401, "UNAUTHORIZED", "Insufficient scope")
        .with("WWW-Authenticate", Answer.bearer(ask) + ",error=\"insufficient_scope\"");
  }

  private static Behaviour refusing(String message) {
    Behaviour refusal = _ -> Answer.error(403, "DENIED", message);
    return Healthy.REGISTRY.butManifests(refusal).butBlobs(refusal).butTags(refusal).behindTokens();
  }

  private static Answer addressNotAllowed(Ask ask, int status) {
    return Answer.error(
        status, "DENIED", "The IP address " + ask.client() + " is not allowed by this account.");
  }
}

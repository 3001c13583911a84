// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Lets requests in that show a pass, and tells the others where to get one.
final class Gate {
  private static final String SCHEME = "bearer ";

  private final Rights rights;
  private final Doorman doorman;
  private final Tokens tokens;

  Gate(Rights rights, Doorman doorman, Tokens tokens) {
    this.rights = rights;
    this.doorman = doorman;
    this.tokens = tokens;
  }

  /// What the client showed, when it is enough for what it wants to do.
  Pass admit(Request request, Endpoint endpoint) {
    var wants = endpoint.wants(request);
    var shown = request.header("Authorization");
    if (shown.isEmpty()) {
      throw challenge(request, wants, "", "authentication required");
    }
    Pass pass =
        pass(request, shown.get(), wants)
            .orElseThrow(
                () -> challenge(request, wants, "invalid_token", "the credentials are not valid"));
    if (!pass.covers(endpoint.needs(request))) {
      throw insufficient(request, wants);
    }
    return pass;
  }

  private Optional<Pass> pass(Request request, String authorization, List<Scope> wants) {
    if (authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return tokens
          .pass(authorization.substring(SCHEME.length()).strip())
          .filter(pass -> rights.isKnown(pass.caller()));
    }
    return Basic.parse(authorization)
        .flatMap(basic -> doorman.signIn(request, basic))
        .map(caller -> granted(caller, wants));
  }

  private Pass granted(Caller caller, List<Scope> wants) {
    return new Pass(caller, wants.stream().map(want -> rights.granted(caller, want)).toList());
  }

  static Rejected insufficient(Request request, List<Scope> wants) {
    return challenge(request, wants, "insufficient_scope", "Insufficient scope");
  }

  /// In the one form that all known clients read: `realm`, `service`, `scope`, `error`, quoted, and
  /// no blank after a comma.
  private static Rejected challenge(
      Request request, List<Scope> wants, String error, String message) {
    var text =
        new StringBuilder(
            "Bearer realm=\"" + request.scheme() + "://" + request.host() + "/token\"");
    text.append(",service=\"registry\"");
    String scopes = wants.stream().map(Scope::toString).collect(Collectors.joining(" "));
    if (!scopes.isEmpty()) {
      text.append(",scope=\"").append(scopes).append('"');
    }
    if (!error.isEmpty()) {
      text.append(",error=\"").append(error).append('"');
    }
    return Rejected.because(
        ErrorCode.UNAUTHORIZED, message, scopes, Map.of("WWW-Authenticate", text.toString()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `GET /token` with HTTP Basic or as nobody, and `POST /token` with a password or a refresh token
/// in a form. Grants what it can of what is asked for; what is left then is for the registry to
/// refuse.
final class IssueToken implements Endpoint {
  private final Rights rights;
  private final Doorman doorman;
  private final Tokens tokens;
  private final Limits limits;
  private final InstantSource clock;

  IssueToken(Rights rights, Doorman doorman, Tokens tokens, Limits limits, InstantSource clock) {
    this.rights = rights;
    this.doorman = doorman;
    this.tokens = tokens;
    this.limits = limits;
    this.clock = clock;
  }

  /// Both names of the token are there because clients look for either.
  @Json(naming = Json.Naming.LowerUnderscore)
  record Issued(
      String token,
      String accessToken,
      String scope,
      long expiresIn,
      String issuedAt,
      @Nullable String refreshToken) {}

  @Override
  public List<Scope> needs(Request request) {
    return List.of();
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    return request.isPost() ? toForm(request) : toQuery(request);
  }

  private Answer toQuery(Request request) {
    Caller caller =
        request
            .header("Authorization")
            .map(shown ->
                Basic.parse(shown)
                    .flatMap(basic -> signedIn(request, basic))
                    .orElseThrow(this::wrong))
            .orElseGet(() -> Rights.nameless(request.from()));
    boolean stays = request.query("offline_token").filter("true"::equals).isPresent();
    return issued(caller, request.queries("scope"), stays);
  }

  private Answer toForm(Request request) throws IOException {
    var form = form(request);
    boolean stays = "offline".equals(first(form, "access_type"));
    var scopes = form.getOrDefault("scope", List.of());
    return switch (first(form, "grant_type")) {
      case "password" -> {
        var basic = new Basic(first(form, "username"), first(form, "password"));
        yield issued(signedIn(request, basic).orElseThrow(this::wrong), scopes, stays);
      }
      case "refresh_token" -> {
        var caller =
            tokens
                .refresher(first(form, "refresh_token"))
                .filter(rights::isKnown)
                .orElseThrow(this::wrong);
        doorman.checkAddress(request, caller);
        yield issued(caller, scopes, true);
      }
      default -> throw malformed("grant_type must be password or refresh_token");
    };
  }

  private Map<String, List<String>> form(Request request) throws IOException {
    byte[] body =
        request.body(limits.formBytes()).orElseThrow(() -> malformed("the form is too long"));
    return Request.form(new String(body, StandardCharsets.UTF_8));
  }

  private static String first(Map<String, List<String>> form, String key) {
    return form.getOrDefault(key, List.of("")).getFirst();
  }

  private Optional<Caller> signedIn(Request request, Basic basic) {
    return doorman.signIn(request, basic);
  }

  private Answer issued(Caller caller, List<String> asked, boolean stays) {
    var scopes = granted(caller, asked);
    String token = tokens.access(new Pass(caller, scopes), limits.token());
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    boolean refreshes = stays && !caller.isNameless();
    return Answer.json(
            200,
            new Issued(
                token,
                token,
                String.join(" ", scopes.stream().map(Scope::toString).toList()),
                limits.token().toSeconds(),
                now.toString(),
                refreshes ? tokens.refresh(caller, limits.refreshToken()) : null))
        .with("Cache-Control", "no-store");
  }

  /// Scopes come one by one or as a list with blanks, depending on the client.
  private List<Scope> granted(Caller caller, List<String> asked) {
    var scopes =
        asked.stream()
            .flatMap(text -> Stream.of(text.split(" ")))
            .flatMap(text -> Scope.parse(text).stream())
            .distinct()
            .toList();
    if (scopes.size() > limits.scopes()) {
      throw malformed("more than " + limits.scopes() + " scopes");
    }
    return scopes.stream()
        .map(scope -> rights.granted(caller, scope))
        .filter(scope -> !scope.actions().isEmpty())
        .toList();
  }

  private Rejected wrong() {
    return Rejected.because(
        ErrorCode.UNAUTHORIZED,
        "the user name or password is wrong; sign in as "
            + Access.USERNAME
            + " with the API key of this Windlass",
        "",
        Map.of("WWW-Authenticate", "Basic realm=\"windlass\""));
  }

  private static Rejected malformed(String message) {
    return Rejected.because(ErrorCode.TOKEN_REQUEST_INVALID, message, "");
  }
}

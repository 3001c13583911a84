// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.image.Documents.Token;
import dev.windlass.image.Failure.Misbehaved.Oddity;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Asks token servers for what opens a registry: as the token specification has it, or as OAuth 2
/// does for those that know nothing else, or when we have nothing but an identity token.
record TokenServer(Wire wire, Limits limits, InstantSource clock) {
  private static final long SHORTEST_TOKEN = 60; // as the token specification has it
  private static final long LONGEST_TOKEN = 86_400; // a day; some say what no calendar holds
  private static final Duration SLACK = Duration.ofSeconds(10);
  private static final String CLIENT = "windlass";

  Grant ask(Asking asking, Demand.Token demand) throws Refused, InterruptedException {
    try {
      return asking
          .steps()
          .take(
              Step.Name.TOKEN,
              Addresses.authority(demand.realm()),
              step -> asked(asking.in(step), demand));
    } catch (IOException e) {
      throw new AssertionError("all trouble of the network is a refusal", e);
    }
  }

  private Grant asked(Asking asking, Demand.Token demand) throws Refused, InterruptedException {
    asking.steps().saw("scope", demand.scope());
    asking.steps().saw("as", asking.credential().map(Credential::username).orElse("anybody"));
    if (asking.credential().filter(Credential::isIdentityToken).isPresent()) {
      return byPost(asking, demand);
    }
    var got = byGet(asking, demand);
    return got.isPresent() ? got.get() : byPost(asking, demand);
  }

  private Optional<Grant> byGet(Asking asking, Demand.Token demand)
      throws Refused, InterruptedException {
    var query = wanted(demand);
    asking.credential().ifPresent(ours -> query.put("account", ours.username()));
    var ask = Ask.get(withQuery(demand.realm(), form(query)), Map.of()).toTokenServer();
    try (var answer = wire.ask(asking, ask, asking.credential().map(Grants::basic))) {
      boolean other = answer.status() == 404 || answer.status() == 405;
      return other && asking.credential().isPresent()
          ? Optional.empty()
          : Optional.of(read(asking, answer));
    }
  }

  private Grant byPost(Asking asking, Demand.Token demand) throws Refused, InterruptedException {
    var fields = wanted(demand);
    asking.credential().ifPresent(ours -> fields.putAll(proof(ours)));
    var ask = Ask.post(demand.realm(), new Secret(form(fields))).toTokenServer();
    try (var answer = wire.ask(asking, ask, Optional.empty())) {
      return read(asking, answer);
    }
  }

  private static Map<String, String> proof(Credential ours) {
    var proof = new LinkedHashMap<String, String>();
    if (ours.isIdentityToken()) {
      proof.put("grant_type", "refresh_token");
      proof.put("client_id", CLIENT);
      proof.put("refresh_token", ours.password().reveal());
    } else {
      proof.put("grant_type", "password");
      proof.put("client_id", CLIENT);
      proof.put("username", ours.username());
      proof.put("password", ours.password().reveal());
    }
    return proof;
  }

  private static Map<String, String> wanted(Demand.Token demand) {
    var wanted = new LinkedHashMap<String, String>();
    if (!demand.service().isEmpty()) {
      wanted.put("service", demand.service());
    }
    wanted.put("scope", demand.scope());
    return wanted;
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static URI withQuery(URI realm, String query) {
    var text = realm.toString();
    return URI.create(text + (realm.getRawQuery() == null ? "?" : "&") + query);
  }

  private Grant read(Asking asking, Answer answer) throws Refused, InterruptedException {
    if (!answer.isGood()) {
      var no = Refusals.of(answer, limits);
      asking.steps().saw("said", no.refusal().words());
      throw new Refused(Verdict.ofTokenServer(asking, no));
    }
    try {
      return granted(asking, token(answer));
    } catch (Lost e) {
      throw Wire.lost(asking, answer, e);
    } catch (BadAnswer e) {
      throw new Refused(
          new Failure.Misbehaved(asking.image(), Oddity.TOKEN_SERVER, Refusals.of(answer, e)));
    } catch (IOException e) {
      Wire.checkInterrupt(e);
      throw new AssertionError("a body is lost or interrupted", e);
    }
  }

  private Grant granted(Asking asking, Token token) {
    var text = token.token().isEmpty() ? token.accessToken() : token.token();
    var lives =
        Duration.ofSeconds(Math.clamp(token.expiresIn(), SHORTEST_TOKEN, LONGEST_TOKEN))
            .minus(SLACK);
    asking.steps().saw("good for", Wire.readable(lives.plus(SLACK)));
    var now = clock.instant();
    return new Grant(
        new Secret("Bearer " + text),
        false,
        asking.credential().isPresent(),
        false,
        now,
        issued(token, now).plus(lives));
  }

  /// A token may come out of a cache; clocks that are ahead of ours do not lengthen its life.
  private static Instant issued(Token token, Instant now) {
    try {
      var issued = token.issuedAt().isEmpty() ? now : Instant.parse(token.issuedAt());
      return issued.isAfter(now) ? now : issued;
    } catch (DateTimeParseException e) {
      return now;
    }
  }

  private Token token(Answer answer) throws IOException {
    byte[] body = answer.all(limits.answerBytes());
    Refusals.checkPage(answer, body, "a token server's");
    var token = Documents.parse(Token.class, new String(body, UTF_8).strip().getBytes(UTF_8));
    if (token.token().isEmpty() && token.accessToken().isEmpty()) {
      throw new BadAnswer("the token server's answer has no token");
    }
    if ((token.token() + token.accessToken()).matches("(?s).*[^!-~].*")) {
      throw new BadAnswer("the token server's token cannot be put into a header");
    }
    return token;
  }
}

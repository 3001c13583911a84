// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.image.Documents.Token;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Proves to registries who we are, and remembers how until it gets old. Passwords go to the
/// registry itself, or to the token server that it names, over connections nobody can listen to.
/// Safe to share between threads.
final class Grants {
  private static final long SHORTEST_TOKEN = 60; // as the token specification has it
  private static final Duration SLACK = Duration.ofSeconds(10);
  private static final Duration PASSWORD = Duration.ofHours(1);
  private static final String CLIENT = "windlass";

  private final Wire wire;
  private final Limits limits;
  private final InstantSource clock;
  private final Map<Grant.Holder, Grant> known = new ConcurrentHashMap<>();

  Grants(Wire wire, Limits limits, InstantSource clock) {
    this.wire = wire;
    this.limits = limits;
    this.clock = clock;
  }

  /// What opened this repository before.
  Optional<Grant> known(Asking asking) {
    return Optional.ofNullable(known.get(Grant.Holder.of(asking)))
        .filter(grant -> clock.instant().isBefore(grant.until()));
  }

  void forget(Asking asking) {
    known.remove(Grant.Holder.of(asking));
  }

  /// Answers a challenge; empty when there is nothing to say.
  Optional<Grant> answer(Asking asking, Answer refused, Optional<Challenge> challenge)
      throws Refused, InterruptedException {
    var grant =
        challenge.isPresent() && challenge.get().isBearer()
            ? Optional.of(token(asking, refused, challenge.get()))
            : asking.credential().filter(_ -> mayHear(refused.address())).map(this::password);
    grant.ifPresent(g -> remember(asking, g));
    return grant;
  }

  private static boolean mayHear(URI address) {
    return Addresses.isPrivate(address);
  }

  private void remember(Asking asking, Grant grant) {
    known.values().removeIf(old -> !clock.instant().isBefore(old.until()));
    known.put(Grant.Holder.of(asking), grant);
  }

  private Grant password(Credential ours) {
    return new Grant(basic(ours), false, clock.instant().plus(PASSWORD));
  }

  private static Secret basic(Credential ours) {
    var pair = ours.username() + ":" + ours.password().reveal();
    return new Secret("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  private Grant token(Asking asking, Answer refused, Challenge challenge)
      throws Refused, InterruptedException {
    var realm = realm(asking, refused, challenge);
    var got = byGet(asking, realm, challenge);
    if (got.isPresent()) {
      return got.get();
    }
    return byPost(asking, realm, challenge);
  }

  private URI realm(Asking asking, Answer refused, Challenge challenge) throws Refused {
    var text = challenge.attribute("realm");
    try {
      var realm = refused.address().resolve(text);
      if (realm.getHost() != null && mayHear(realm)) {
        return realm;
      }
    } catch (IllegalArgumentException e) {
      throw misbehaved(asking, refused, "names a token server that is no address: " + text);
    }
    throw misbehaved(asking, refused, "names a token server without TLS: " + text);
  }

  private static Refused misbehaved(Asking asking, Answer answer, String words) {
    return new Refused(
        new Failure.Misbehaved(asking.image(), Refusals.of(answer, new BadAnswer("it " + words))));
  }

  private Optional<Grant> byGet(Asking asking, URI realm, Challenge challenge)
      throws Refused, InterruptedException {
    var query = wanted(asking, challenge);
    asking.credential().ifPresent(ours -> query.put("account", ours.username()));
    var ask = Ask.get(withQuery(realm, form(query)), Map.of());
    try (var answer = wire.ask(asking, ask, asking.credential().map(Grants::basic))) {
      boolean other = answer.status() == 404 || answer.status() == 405;
      return other && asking.credential().isPresent()
          ? Optional.empty()
          : Optional.of(read(asking, answer));
    }
  }

  /// OAuth 2, for servers that know nothing else.
  private Grant byPost(Asking asking, URI realm, Challenge challenge)
      throws Refused, InterruptedException {
    var fields = wanted(asking, challenge);
    fields.put("grant_type", "password");
    fields.put("client_id", CLIENT);
    asking
        .credential()
        .ifPresent(ours -> {
          fields.put("username", ours.username());
          fields.put("password", ours.password().reveal());
        });
    var ask = Ask.post(realm, new Secret(form(fields)));
    try (var answer = wire.ask(asking, ask, Optional.empty())) {
      return read(asking, answer);
    }
  }

  private static Map<String, String> wanted(Asking asking, Challenge challenge) {
    var wanted = new LinkedHashMap<String, String>();
    if (!challenge.attribute("service").isEmpty()) {
      wanted.put("service", challenge.attribute("service"));
    }
    var scope = challenge.attribute("scope");
    wanted.put(
        "scope", scope.isEmpty() ? "repository:" + asking.repository().path() + ":pull" : scope);
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

  private Grant read(Asking asking, Answer answer) throws Refused {
    if (!answer.isGood()) {
      throw new Refused(
          Verdict.ofTokenServer(asking, Refusals.of(answer, limits), answer.headers()));
    }
    try {
      var token = token(answer);
      var text = token.token().isEmpty() ? token.accessToken() : token.token();
      var lives = Duration.ofSeconds(Math.max(token.expiresIn(), SHORTEST_TOKEN)).minus(SLACK);
      return new Grant(
          new Secret("Bearer " + text),
          asking.credential().isPresent(),
          clock.instant().plus(lives));
    } catch (Lost e) {
      throw new Refused(Wire.unreachable(asking, answer.address(), e.why()));
    } catch (BadAnswer e) {
      throw new Refused(new Failure.Misbehaved(asking.image(), Refusals.of(answer, e)));
    } catch (IOException e) {
      throw new Refused(Wire.unreachable(asking, answer.address(), e));
    }
  }

  private Token token(Answer answer) throws IOException {
    var text = new String(answer.all(limits.answerBytes()), UTF_8).strip();
    if (Refusals.isHtml(answer, text)) {
      throw new BadAnswer("an HTML page, not a token server's answer");
    }
    var token = Documents.parse(Token.class, text.getBytes(UTF_8));
    if (token.token().isEmpty() && token.accessToken().isEmpty()) {
      throw new BadAnswer("the token server's answer has no token");
    }
    if ((token.token() + token.accessToken()).matches("(?s).*[^!-~].*")) {
      throw new BadAnswer("the token server's token cannot be put into a header");
    }
    return token;
  }
}

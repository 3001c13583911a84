// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.image.Allowance;
import dev.windlass.image.Credentials;
import dev.windlass.image.Failure;
import dev.windlass.image.Identity;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import dev.windlass.image.Told;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Signing in at the token server of this engine's registry, for nothing but to see whether it
/// works.
record SignIn(String scheme, Reference at, Optional<String> secret, Credentials.Entry entry) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  /// What our registry says to who signs in from an address that is not allowed.
  private static final int NOT_FROM_HERE = 400;

  /// Empty when the registry does not answer.
  Optional<Told<Boolean>> told() throws InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request(), BodyHandlers.ofString());
      return switch (answer.statusCode()) {
        case OK -> Optional.of(new Told.Yes<>(true, Allowance.NONE));
        case UNAUTHORIZED, NOT_FROM_HERE -> Optional.of(new Told.No<>(failure(refusal(answer))));
        default -> Optional.empty(); // it is out of order, which says nothing of who asks
      };
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  private URI address() {
    var account = URLEncoder.encode(entry.credential().username(), UTF_8);
    return URI.create(
        "%s://%s/token?service=registry&account=%s"
            .formatted(scheme, at.repository().host(), account));
  }

  private HttpRequest request() {
    var credential = entry.credential();
    var pair = credential.username() + ":" + credential.password().reveal();
    var basic = Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    return HttpRequest.newBuilder(address())
        .timeout(PATIENCE)
        .header("Authorization", "Basic " + basic)
        .build();
  }

  private Failure failure(Refusal no) {
    var who = new Identity(secret, entry.key(), entry.credential().username());
    return no.status() == UNAUTHORIZED
        ? new Failure.WrongCredentials(at, who, false, no)
        : new Failure.Denied(at, Failure.Denied.Reason.ADDRESS, no);
  }

  private Refusal refusal(HttpResponse<String> answer) {
    var error = error(answer.body());
    return new Refusal(
        "GET",
        address(),
        answer.statusCode(),
        String.valueOf(error.getOrDefault("code", "")),
        String.valueOf(error.getOrDefault("message", "")));
  }

  private static Map<String, Object> error(String body) {
    try {
      return Jsonb.instance().type(Object.class).fromJson(body) instanceof Map<?, ?> tree
              && tree.get("errors") instanceof List<?> errors
              && !errors.isEmpty()
              && errors.getFirst() instanceof Map<?, ?> first
          ? Map.of(
              "code", String.valueOf(first.get("code")),
              "message", String.valueOf(first.get("message")))
          : Map.of();
    } catch (JsonException notJson) {
      return Map.of(); // the status says enough
    }
  }
}

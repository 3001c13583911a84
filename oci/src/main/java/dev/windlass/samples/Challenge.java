// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import dev.windlass.image.Credential;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a registry wants to be told who asks.
sealed interface Challenge {
  Pattern REALM = Pattern.compile("realm=\"([^\"]+)\"");
  Pattern SERVICE = Pattern.compile("service=\"([^\"]*)\"");

  record Basic() implements Challenge {}

  /// @param realm where tokens are
  record Bearer(String realm, String service) implements Challenge {}

  /// Nothing when it wants something that we do not know.
  static Optional<Challenge> parse(String header) {
    if (header.regionMatches(true, 0, "basic ", 0, 6)) {
      return Optional.of(new Basic());
    }
    var realm = REALM.matcher(header);
    if (!header.regionMatches(true, 0, "bearer ", 0, 7) || !realm.find()) {
      return Optional.empty();
    }
    var service = SERVICE.matcher(header);
    return Optional.of(new Bearer(realm.group(1), service.find() ? service.group(1) : ""));
  }

  static String basic(Credential credential) {
    var both = credential.username() + ":" + credential.password().reveal();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  static String token(String body) throws IOException {
    try {
      var answer = Jsonb.instance().type(Grant.class).fromJson(body);
      return Optional.ofNullable(answer.token())
          .or(() -> Optional.ofNullable(answer.accessToken()))
          .orElseThrow(() -> new IOException("the token server answered without a token"));
    } catch (JsonException e) {
      throw new IOException("the token server answered no JSON", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import dev.windlass.ingress.Witness.Account;
import dev.windlass.ingress.Witness.Arrival;
import dev.windlass.ingress.Witness.Departure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request, and all who hear of it.
record Witnessed(HttpServerRequest request, List<Account> accounts) {
  private static final List<String> HEADERS =
      List.of("user-agent", "referer", "traceparent", "tracestate");

  static Witnessed by(List<Witness> witnesses, HttpServerRequest request) {
    if (witnesses.isEmpty()) {
      return new Witnessed(request, List.of());
    }
    var arrival = arrival(request);
    return new Witnessed(
        request, witnesses.stream().map(witness -> witness.began(arrival)).toList());
  }

  private static Arrival arrival(HttpServerRequest request) {
    var headers = new HashMap<String, String>();
    for (var name : HEADERS) {
      Optional.ofNullable(request.getHeader(name)).ifPresent(value -> headers.put(name, value));
    }
    var authority = Optional.ofNullable(request.authority()).map(Object::toString);
    return new Arrival(
        Instant.now(),
        request.remoteAddress().hostAddress(),
        request.isSSL(),
        Optional.ofNullable(request.getHeader("host")).or(() -> authority).orElse(""),
        request.method().name(),
        request.uri(),
        protocol(request.version()),
        headers);
  }

  private static String protocol(HttpVersion version) {
    return version == HttpVersion.HTTP_2
        ? "HTTP/2"
        : version == HttpVersion.HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1";
  }

  /// Headers that the app is to see instead of those that came.
  Map<String, String> trace() {
    var all = new HashMap<String, String>();
    accounts.forEach(account -> all.putAll(account.trace()));
    return all;
  }

  /// @param waited until there was a backend for it
  void over(Duration took, Duration waited, String way, Optional<String> backend) {
    if (accounts.isEmpty()) {
      return;
    }
    var response = request.response();
    var departure =
        new Departure(
            response.headWritten() ? response.getStatusCode() : 0,
            response.bytesWritten(),
            took,
            waited,
            way,
            backend);
    accounts.forEach(account -> account.over(departure));
  }

  /// Refused before anything was known of it.
  void refused() {
    over(Duration.ZERO, Duration.ZERO, "", Optional.empty());
  }
}

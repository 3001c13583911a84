// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/// Sends the answers that the ingress gives itself.
final class Answers {
  private Answers() {}

  static void send(Refusal refusal, HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (request.headers().contains(HttpHeaders.EXPECT)) {
      closeAfter(request); // nobody can tell whether the body follows now
    }
    if (refusal.status() == 429 || refusal.status() == 503) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    response
        .setStatusCode(refusal.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    var _ = response.end(refusal.text());
    discardBody(request);
  }

  /// What is left of the request's body is read and thrown away, as the next request comes after
  /// it.
  static void discardBody(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.handler(_ -> {});
      request.resume();
    }
  }

  /// Over HTTP/2 the stream ends, and other requests go on over the connection.
  static void closeAfter(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return;
    }
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    request.response().endHandler(_ -> request.connection().close());
  }
}

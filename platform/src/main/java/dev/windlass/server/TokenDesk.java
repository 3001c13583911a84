// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.windlass.identity.Identity;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// `POST /identity/token`: gives a token for an API key, or a newer one for a refresh token, in the
/// words of IBM Cloud IAM, as SDKs expect them.
final class TokenDesk implements HttpHandler {
  private static final int MOST_BYTES = 16 << 10;
  private static final String API_KEY = "urn:ibm:params:oauth:grant-type:apikey";

  private final Identity identity;

  TokenDesk(Identity identity) {
    this.identity = identity;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        no(exchange, 405, "BXNIM0112E", "Only POST is possible here");
        return;
      }
      answer(exchange, form(exchange));
    }
  }

  private void answer(HttpExchange exchange, Map<String, String> form) throws IOException {
    var from = exchange.getRemoteAddress().getAddress().getHostAddress();
    switch (form.getOrDefault("grant_type", "")) {
      case API_KEY -> give(exchange, identity.byKey(form.getOrDefault("apikey", ""), from), true);
      case "refresh_token" ->
          give(exchange, identity.byRefresh(form.getOrDefault("refresh_token", ""), from), false);
      default ->
          no(
              exchange,
              400,
              "BXNIM0105E",
              "Property grant_type needs to be %s or refresh_token".formatted(API_KEY));
    }
  }

  private void give(HttpExchange exchange, Identity.Entry entry, boolean byKey) throws IOException {
    switch (entry) {
      case Identity.Entry.Known(var caller) -> yes(exchange, identity.grant(caller));
      case Identity.Entry.Unknown(var shown) -> {
        if (!shown) {
          no(
              exchange,
              400,
              "BXNIM0109E",
              "Property missing or empty: " + (byKey ? "apikey" : "refresh_token"));
        } else if (byKey) {
          no(exchange, 400, "BXNIM0415E", "Provided API key could not be found.");
        } else {
          no(exchange, 400, "BXNIM0408E", "Provided refresh_token is not valid or has expired.");
        }
      }
      case Identity.Entry.TooManyFailures(var wait) -> {
        long seconds = Math.max(1, wait.toSeconds());
        exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
        no(
            exchange,
            429,
            "BXNIM0429E",
            "Too many wrong keys; try again in %d s".formatted(seconds));
      }
    }
  }

  private static void yes(HttpExchange exchange, Identity.Grant grant) throws IOException {
    var body = new LinkedHashMap<String, Object>();
    body.put("access_token", grant.access());
    body.put("refresh_token", grant.refresh());
    body.put("token_type", "Bearer");
    body.put("expires_in", grant.seconds());
    body.put("expiration", grant.expires());
    body.put("scope", "ibm openid");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    send(exchange, 200, body);
  }

  private static void no(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    send(exchange, status, Map.of("errorCode", code, "errorMessage", message));
  }

  private static void send(HttpExchange exchange, int status, Map<String, Object> body)
      throws IOException {
    var bytes = Typed.bytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    var text = new String(exchange.getRequestBody().readNBytes(MOST_BYTES), UTF_8);
    var form = new HashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      var parts = pair.split("=", 2);
      form.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException broken) {
      return text;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.avaje.jsonb.Jsonb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is answered to one request. Cannot change; `with…` make another.
final class Answer {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Delivery delivery;

  private Answer(int status, Map<String, String> headers, byte[] body, Delivery delivery) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.delivery = delivery;
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), new byte[0], Delivery.WHOLE);
  }

  static Answer bytes(int status, String type, byte[] body) {
    return new Answer(status, Map.of("Content-Type", type), body, Delivery.WHOLE);
  }

  static Answer text(int status, String type, String text) {
    return bytes(status, type, text.getBytes(UTF_8));
  }

  static Answer json(int status, String json) {
    return text(status, "application/json", json);
  }

  static Answer page(int status, String title) {
    return text(
        status,
        "text/html; charset=utf-8",
        "<!DOCTYPE html>\n<html><head><title>%s</title></head>\n<body><h1>%s</h1></body></html>\n"
            .formatted(title, title));
  }

  /// A refusal in the words of the distribution specification.
  static Answer error(int status, String code, String message) {
    return json(
        status,
        Jsonb.instance()
            .toJson(Map.of("errors", List.of(ordered("code", code, "message", message)))));
  }

  private static Map<String, String> ordered(String... fields) {
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put(fields[i], fields[i + 1]);
    }
    return map;
  }

  /// Says where to log in, and for what. The order of the attributes is one that every client can
  /// read.
  static Answer challenge(Ask ask, String realm) {
    return error(401, "UNAUTHORIZED", "authentication required")
        .with("WWW-Authenticate", bearer(ask, realm));
  }

  static Answer challenge(Ask ask) {
    return challenge(ask, ask.base() + Wanted.TOKEN);
  }

  static String bearer(Ask ask, String realm) {
    var repository = ask.wanted().repository();
    var scope = repository.isEmpty() ? "" : ",scope=\"repository:" + repository + ":pull\"";
    return "Bearer realm=\"" + realm + "\",service=\"registry\"" + scope;
  }

  static String bearer(Ask ask) {
    return bearer(ask, ask.base() + Wanted.TOKEN);
  }

  /// Anybody's token.
  static Answer token() {
    return json(200, "{\"token\":\"chaos\",\"access_token\":\"chaos\",\"expires_in\":300}");
  }

  static Answer redirect(String location) {
    return empty(307).with("Location", location);
  }

  Answer with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body, delivery);
  }

  Answer withBody(byte[] other) {
    return new Answer(status, headers, other, delivery);
  }

  Answer arriving(Delivery how) {
    return new Answer(status, headers, body, how);
  }

  byte[] body() {
    return body.clone();
  }

  Delivery delivery() {
    return delivery;
  }

  /// All up to the body. The length is that of the whole body, however much of it will arrive.
  byte[] head() {
    var head = new StringBuilder("HTTP/1.1 " + status + " " + reason() + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Docker-Distribution-Api-Version: registry/2.0\r\n");
    head.append("Content-Length: " + body.length + "\r\n");
    head.append("Connection: close\r\n\r\n");
    return head.toString().getBytes(ISO_8859_1);
  }

  /// Some clients print it.
  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 307 -> "Temporary Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 407 -> "Proxy Authentication Required";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Chaos";
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import com.sun.net.httpserver.HttpExchange;
import dev.windlass.registry.store.ApiKey;
import dev.windlass.registry.store.ApiKey.Role;
import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One call of an operation: who asks, for what, with which words.
final class Call {
  private static final int LONGEST_BODY = 4 << 20;
  private static final Jsonb STRICT = Jsonb.builder().failOnUnknown(true).build();

  private final HttpExchange exchange;
  private final Map<String, String> path;
  private final Member member;
  private byte @Nullable [] body;

  Call(HttpExchange exchange, Map<String, String> path, Member member) {
    this.exchange = exchange;
    this.path = path;
    this.member = member;
  }

  /// A part of the path.
  String path(String name) {
    return path.getOrDefault(name, "");
  }

  Optional<String> query(String name) {
    return queries(name).stream().findFirst();
  }

  boolean flag(String name) {
    return query(name).filter("true"::equals).isPresent();
  }

  List<String> queries(String name) {
    var query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    return Stream.of(query.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2 && pair[0].equals(name))
        .map(pair -> decoded(pair[1]))
        .toList();
  }

  static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a lone %
    }
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /// The registry as the client calls it: in front of the names of images.
  String host() {
    return header("Host")
        .filter(host -> host.matches("[A-Za-z0-9.:_\\[\\]-]{1,300}"))
        .orElseGet(() -> "localhost:" + exchange.getLocalAddress().getPort());
  }

  InetAddress from() {
    return exchange.getRemoteAddress().getAddress();
  }

  Member member() {
    return member;
  }

  /// Refuses who does not have the role in that namespace.
  void need(Role role, String namespace) {
    if (!member.has(role, namespace)) {
      var place = namespace.equals(ApiKey.EVERYWHERE) ? "the account" : "namespace " + namespace;
      throw Problem.of(
          403,
          "CRG0003E",
          "You are not authorized to do this.",
          "the API key does not have the role " + named(role) + " in " + place,
          "sign in with a key that has it; windlass cr api-key-create makes one");
    }
  }

  void needForAccount(Role role) {
    need(role, ApiKey.EVERYWHERE);
  }

  static String named(Role role) {
    return role.name().charAt(0) + role.name().substring(1).toLowerCase(Locale.ROOT);
  }

  <T> T body(Class<T> type) throws IOException {
    return body(STRICT.type(type));
  }

  <T> List<T> list(Class<T> type) throws IOException {
    var list = body(STRICT.type(type).list());
    if (list.stream().anyMatch(Objects::isNull)) {
      throw unreadable("the list has null in it");
    }
    return list;
  }

  /// Nothing when there is no body.
  <T> Optional<T> bodyIfAny(Class<T> type) throws IOException {
    byte[] bytes = bytes();
    return bytes.length == 0 ? Optional.empty() : Optional.of(read(STRICT.type(type), bytes));
  }

  private <T> T body(JsonType<T> type) throws IOException {
    return read(type, bytes());
  }

  /// Whether the body says null to a field, which is not the same as nothing.
  boolean saysNull(String field) throws IOException {
    byte[] bytes = bytes();
    if (bytes.length == 0) {
      return false;
    }
    var fields = read(STRICT.type(Object.class).map(), bytes);
    return fields.containsKey(field) && fields.get(field) == null;
  }

  private byte[] bytes() throws IOException {
    if (body == null) {
      body = readBody();
    }
    return body;
  }

  private byte[] readBody() throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
    if (bytes.length > LONGEST_BODY) {
      throw Problem.of(
          413,
          "CRG0013E",
          "The request is too long.",
          "a body may have up to " + LONGEST_BODY + " bytes",
          "ask for less at once");
    }
    return bytes;
  }

  private static <T> T read(JsonType<T> type, byte[] bytes) {
    try {
      return Optional.ofNullable(type.fromJson(bytes)).orElseThrow(() -> unreadable("null"));
    } catch (JsonException
        | IllegalStateException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | StackOverflowError e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static Problem unreadable(String why) {
    return Problem.senseless(
        "The body of the request cannot be read.",
        why.lines().findFirst().orElse("it is empty"),
        "send JSON as /api/v1/openapi.yaml describes it");
  }
}

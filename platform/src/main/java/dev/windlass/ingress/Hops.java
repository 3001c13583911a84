// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Headers on their way through: those about one connection stay behind, those about where a
/// request came from are added.
final class Hops {
  private static final Set<String> ONE_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  /// What a client may not take away by naming it in `Connection`: the request would change its
  /// meaning.
  private static final Set<String> KEPT = Set.of("host", "content-length", "expect");

  private static final Pattern COMMA = Pattern.compile(",");

  private Hops() {}

  /// Copies all that is meant for the other end.
  static void pass(MultiMap from, MultiMap to) {
    Set<String> dropped = dropped(from);
    for (Map.Entry<String, String> header : from) {
      if (!dropped.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /// Copies the headers of an upgrade (RFC 9110, 7.8), which is about exactly the next hop.
  static void passUpgrade(MultiMap from, MultiMap to) {
    to.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
    to.set(HttpHeaders.UPGRADE, from.get(HttpHeaders.UPGRADE));
  }

  /// Says that trailers are wanted (RFC 9110, 10.1.4), without which gRPC servers refuse.
  static void passTrailers(MultiMap from, MultiMap to) {
    if (from.contains("te", "trailers", true)) {
      to.set("te", "trailers");
    }
  }

  /// HTTP/2 may split cookies over several headers, which HTTP/1.1 may not (RFC 9113, 8.2.3).
  static void joinCookies(MultiMap headers) {
    var cookies = headers.getAll(HttpHeaders.COOKIE);
    if (cookies.size() > 1) {
      headers.set(HttpHeaders.COOKIE, String.join("; ", cookies));
    }
  }

  /// Adds who asked. The ingress listens on this machine only, so whoever speaks to it, such as a
  /// front that ends TLS, may know better what the browser asked for, and is believed.
  static void addForwarded(MultiMap headers, String client, String authority, String scheme) {
    headers.set("Host", authority);
    append(headers, "X-Forwarded-For", client);
    setUnlessThere(headers, "X-Forwarded-Proto", scheme);
    setUnlessThere(headers, "X-Forwarded-Host", authority);
    append(headers, "Forwarded", forwarded(client, authority, scheme));
  }

  private static String forwarded(String client, String authority, String scheme) {
    String node = client.contains(":") ? "\"[" + client + "]\"" : client;
    return "for=" + node + ";host=\"" + authority.replaceAll("[\"\\\\]", "") + "\";proto=" + scheme;
  }

  private static void append(MultiMap headers, String name, String value) {
    var before = headers.getAll(name);
    String joined = before.isEmpty() ? value : String.join(", ", before) + ", " + value;
    headers.set(name, joined);
  }

  private static void setUnlessThere(MultiMap headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }

  /// What `Connection` names, in lower case.
  static Set<String> named(MultiMap headers) {
    if (!headers.contains(HttpHeaders.CONNECTION)) {
      return Set.of();
    }
    return headers.getAll(HttpHeaders.CONNECTION).stream()
        .flatMap(COMMA::splitAsStream)
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static Set<String> dropped(MultiMap headers) {
    Set<String> named = named(headers);
    if (ONE_HOP.containsAll(named)) {
      return ONE_HOP;
    }
    var dropped = new HashSet<>(ONE_HOP);
    dropped.addAll(named);
    dropped.removeAll(KEPT);
    return dropped;
  }
}

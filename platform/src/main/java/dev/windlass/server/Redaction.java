// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.Kind;
import dev.windlass.engine.Store;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes secrets out of what is to be given away: the values of all secrets of a project wherever
/// they stand, also in Base64, and what variables are set to.
///
/// @param secrets the longest first, so that none is left in part
record Redaction(List<String> secrets) {
  private static final String REDACTED = "REDACTED";

  /// What is shorter stands in too many places by chance, and is no secret for long.
  private static final int SHORTEST = 4;

  /// What is no secret in a secret, and tells much.
  private static final List<String> OPEN = List.of("server", "username", "email");

  static Redaction of(Store store, String project) {
    return new Redaction(
        store.list(Kind.SECRET, project).stream()
            .flatMap(secret -> values(secret.wanted().data()))
            .flatMap(Redaction::forms)
            .filter(value -> value.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  private static Stream<String> values(@Nullable Map<String, String> data) {
    return data == null
        ? Stream.empty()
        : data.entrySet().stream()
            .filter(entry -> !OPEN.contains(entry.getKey()))
            .map(Map.Entry::getValue);
  }

  private static Stream<String> forms(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return Stream.of(value, Base64.getEncoder().encodeToString(bytes));
  }

  /// A copy of a JSON tree.
  @Nullable Object apply(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> map(map);
      case List<?> list -> list.stream().map(this::apply).toList();
      case String text -> text(text);
      case null -> null;
      default -> tree;
    };
  }

  private Map<String, @Nullable Object> map(Map<?, ?> map) {
    var copy = new LinkedHashMap<String, @Nullable Object>();
    boolean literal = Objects.equals(map.get("type"), "literal");
    map.forEach((key, value) ->
        copy.put(
            text(String.valueOf(key)), literal && "value".equals(key) ? REDACTED : apply(value)));
    return copy;
  }

  private String text(String text) {
    var clean = text;
    for (var secret : secrets) {
      clean = clean.replace(secret, REDACTED);
    }
    return clean;
  }

  /// Tells how many, and never which.
  @Override
  public String toString() {
    return "redaction of " + secrets.size();
  }
}

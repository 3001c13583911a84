// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a registry wants to hear from whoever asks: one scheme of a `WWW-Authenticate` header.
///
/// @param scheme in lower case: `basic` or `bearer`
/// @param attributes such as `realm`, names in lower case
record Challenge(String scheme, Map<String, String> attributes) {
  private static final Pattern WORD =
      Pattern.compile(
          "([A-Za-z0-9!#$%&'*+.^_`|~-]++)(\\s*+=\\s*+(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\\s,\"]*+)))?");

  private static final Set<String> TELLING =
      Set.of("realm", "service", "scope", "error", "error_description");

  static List<Challenge> parse(List<String> headers) {
    var challenges = new ArrayList<Challenge>();
    for (var header : headers) {
      var words = WORD.matcher(header);
      while (words.find()) {
        var name = words.group(1).toLowerCase(Locale.ROOT);
        if (words.group(2) == null) {
          challenges.add(new Challenge(name, new LinkedHashMap<>()));
        } else if (!challenges.isEmpty()) {
          var quoted = words.group(3);
          var value = quoted == null ? words.group(4) : quoted.replaceAll("\\\\(.)", "$1");
          challenges.getLast().attributes.putIfAbsent(name, value);
        }
      }
    }
    return challenges;
  }

  /// The one to answer: a token is better than a password on every request.
  static Optional<Challenge> best(List<Challenge> challenges) {
    return first(challenges, "bearer")
        .filter(bearer -> bearer.attributes.containsKey("realm"))
        .or(() -> first(challenges, "basic"));
  }

  private static Optional<Challenge> first(List<Challenge> challenges, String scheme) {
    return challenges.stream().filter(challenge -> challenge.scheme.equals(scheme)).findFirst();
  }

  boolean isBearer() {
    return scheme.equals("bearer");
  }

  String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  /// As evidence: `Bearer realm="…", service="…"`. Holds nothing that is secret.
  @Override
  public String toString() {
    return attributes.entrySet().stream()
        .filter(attribute -> TELLING.contains(attribute.getKey()))
        .map(attribute -> "%s=\"%s\"".formatted(attribute.getKey(), attribute.getValue()))
        .collect(Collectors.joining(", ", scheme + " ", ""))
        .strip();
  }
}

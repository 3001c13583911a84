// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.net.http.HttpHeaders;
import java.util.StringJoiner;

/// How often a registry lets us pull, in its own words: `100;w=21600`. Empty where it says nothing.
///
/// @param limit how often in all
/// @param remaining how often still
/// @param reset when it starts anew
/// @param source whom it counts: an IP address, an account
public record Allowance(String limit, String remaining, String reset, String source) {
  /// Of a registry that says nothing.
  public static final Allowance NONE = new Allowance("", "", "", "");

  static Allowance of(HttpHeaders headers) {
    return new Allowance(
        first(headers, "RateLimit-Limit", "X-RateLimit-Limit"),
        first(headers, "RateLimit-Remaining", "X-RateLimit-Remaining"),
        first(headers, "RateLimit-Reset", "X-RateLimit-Reset"),
        first(headers, "Docker-RateLimit-Source"));
  }

  private static String first(HttpHeaders headers, String... names) {
    for (var name : names) {
      var value = headers.firstValue(name);
      if (value.isPresent()) {
        return value.get();
      }
    }
    return "";
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  @Override
  public String toString() {
    var words = new StringJoiner(", ");
    add(words, "limit ", limit);
    add(words, "remaining ", remaining);
    add(words, "reset ", reset);
    add(words, "counted for ", source);
    return words.toString();
  }

  private static void add(StringJoiner words, String what, String value) {
    if (!value.isEmpty()) {
      words.add(what + value);
    }
  }
}

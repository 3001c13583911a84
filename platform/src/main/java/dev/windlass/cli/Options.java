// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The options that were given, by key.
record Options(Map<String, List<String>> given) {
  boolean has(String key) {
    return given.containsKey(key);
  }

  /// The last value given.
  String get(String key) {
    return Objects.requireNonNull(given.get(key), key).getLast();
  }

  String getOr(String key, String other) {
    return has(key) ? get(key) : other;
  }

  List<String> all(String key) {
    return given.getOrDefault(key, List.of());
  }

  boolean flag(String key) {
    return has(key) && get(key).equals("true");
  }

  int number(String key, int other) {
    if (!has(key)) {
      return other;
    }
    try {
      return Integer.parseInt(get(key));
    } catch (NumberFormatException notANumber) {
      throw CommandFailed.misused(
          "--" + key + " is '" + get(key) + "', needs to be a whole number");
    }
  }

  /// Whether to wait, from two flags that exclude each other.
  boolean waits(boolean unlessTold) {
    if (flag("wait") && flag("no-wait")) {
      throw CommandFailed.misused("--wait and --no-wait exclude each other");
    }
    if (has("wait")) {
      return flag("wait");
    }
    return has("no-wait") ? !flag("no-wait") : unlessTold;
  }

  /// Refuses anything but one of these.
  void exactlyOne(String first, String second) {
    if (has(first) == has(second)) {
      throw CommandFailed.misused(
          "give either --" + first + " or --" + second + (has(first) ? ", not both" : ""));
    }
  }

  void atMostOne(String first, String second) {
    if (has(first) && has(second)) {
      throw CommandFailed.misused("--" + first + " and --" + second + " exclude each other");
    }
  }
}

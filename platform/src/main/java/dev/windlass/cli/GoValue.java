// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Values of a tree as a template in the language of Go sees them.
final class GoValue {
  private GoValue() {}

  /// Lists as `[a b]`, maps as `map[a:1 b:2]` in the order of their keys.
  static String text(Object value) {
    return switch (value) {
      case Map<?, ?> map -> "map[" + entries(map) + "]";
      case Collection<?> list ->
          "[" + String.join(" ", list.stream().map(GoValue::inside).toList()) + "]";
      case Double number when number == Math.rint(number) -> String.valueOf(number.longValue());
      default -> value.toString();
    };
  }

  private static String entries(Map<?, ?> map) {
    var sorted = new TreeMap<String, String>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), inside(value)));
    return String.join(
        " ", sorted.entrySet().stream().map(e -> e.getKey() + ":" + e.getValue()).toList());
  }

  private static String inside(@Nullable Object value) {
    boolean nothing = value == null || (value instanceof Map<?, ?> map && map.isEmpty());
    return nothing ? "" : text(Objects.requireNonNull(value));
  }

  /// Empty texts, lists and maps, zero and false are not true.
  static boolean isTrue(Object value) {
    return switch (value) {
      case Boolean truth -> truth;
      case Number number -> number.doubleValue() != 0;
      default -> length(value) > 0;
    };
  }

  static int length(Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.size();
      case Collection<?> list -> list.size();
      default -> value.toString().length();
    };
  }

  static List<Object> elements(Object value) {
    return switch (value) {
      case Map<?, ?> map -> List.copyOf(map.values());
      case Collection<?> list -> List.copyOf(list);
      default -> List.of();
    };
  }

  /// What a list has at a number, or a map at a key; an empty text where it has nothing.
  static Object at(Object value, Object key) {
    if (value instanceof List<?> list && key instanceof Number number) {
      int index = number.intValue();
      return index >= 0 && index < list.size() ? Objects.requireNonNull(list.get(index)) : "";
    }
    return value instanceof Map<?, ?> map ? Objects.requireNonNullElse(map.get(key), "") : "";
  }

  static boolean isEqual(Object one, Object other) {
    boolean numbers = one instanceof Number && other instanceof Number;
    return numbers ? compare(one, other) == 0 : text(one).equals(text(other));
  }

  static int compare(Object one, Object other) {
    if (one instanceof Number left && other instanceof Number right) {
      return Double.compare(left.doubleValue(), right.doubleValue());
    }
    return text(one).compareTo(text(other));
  }
}

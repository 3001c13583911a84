// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.server.JsonText.Null;
import java.util.List;
import java.util.Map;

/// A value as it is quoted in a message: short, and with its type where that is not plain.
final class Shown {
  private static final int MOST = 80;

  private Shown() {}

  static String of(Object value) {
    return switch (value) {
      case Null _ -> "null";
      case Map<?, ?> _ -> "an object";
      case List<?> list -> "a list of " + list.size();
      case String text -> "'" + clip(text) + "'";
      default -> clip(value.toString());
    };
  }

  private static String clip(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads settings and keeps count of the mistakes, so that all of them can be told at once.
final class Settings {
  private final Map<String, String> texts;
  private final Set<String> asked = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  Settings(Map<String, String> texts) {
    this.texts = texts;
  }

  <T> T get(String name, T standard, Function<String, T> parser) {
    asked.add(name);
    String text = texts.get(name);
    if (text == null) {
      return standard;
    }
    try {
      return parser.apply(text);
    } catch (RuntimeException e) { // whatever a parser throws, the text is wrong
      problems.add("%s is '%s', needs to look like %s".formatted(name, text, standard));
      return standard;
    }
  }

  /// Throws with every problem, one per line.
  void finish() {
    for (String name : new TreeSet<>(texts.keySet())) {
      if (!asked.contains(name)) {
        problems.add(name + " is not a setting");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }
}

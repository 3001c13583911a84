// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;

/// Commands for one kind of thing, such as `windlass app`.
record Group(String name, List<String> aliases, String says) {
  boolean isCalled(String word) {
    return name.equals(word) || aliases.contains(word);
  }

  /// Whether the first of its two words is this one.
  boolean isBegunBy(String word) {
    return name.startsWith(word + " ")
        || aliases.stream().anyMatch(alias -> alias.startsWith(word + " "));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.ArrayList;
import java.util.List;

/// What somebody who mistyped a word may have meant.
final class Suggestions {
  private static final int MOST_MISTAKES = 2;

  private Suggestions() {}

  static List<String> groups(String word, List<ExtraCommand> extras) {
    var names = new ArrayList<String>();
    for (Group group : Catalog.GROUPS) {
      names.add(group.name());
      names.addAll(group.aliases());
    }
    extras.forEach(extra -> names.add(extra.name()));
    Catalog.SINGLES.forEach(single -> names.add(single.name()));
    names.addAll(List.of("help", "version"));
    return near(word, names);
  }

  static List<String> commands(String word, List<Command> commands) {
    var names = new ArrayList<String>();
    for (Command command : commands) {
      names.add(command.name());
      names.addAll(command.aliases());
    }
    return near(word, names);
  }

  private static List<String> near(String word, List<String> names) {
    var near = new ArrayList<String>();
    for (var name : names) {
      if (distance(word, name) <= Math.min(MOST_MISTAKES, name.length() / 2)) {
        near.add(name);
      }
    }
    return near;
  }

  /// How many letters must be added, removed or changed (Levenshtein).
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

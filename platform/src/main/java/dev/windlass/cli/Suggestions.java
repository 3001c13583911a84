// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.doctor.Nearest;
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
      if (Nearest.distance(word, name) <= Math.min(MOST_MISTAKES, name.length() / 2)) {
        near.add(name);
      }
    }
    return near;
  }
}

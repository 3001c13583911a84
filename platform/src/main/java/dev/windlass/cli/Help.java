// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;

/// What `windlass help` and `windlass app --help` print.
final class Help {
  private Help() {}

  static void overview(Console console, List<ExtraCommand> extras) {
    console.print("Usage: windlass COMMAND [options]");
    console.print("");
    console.print("Windlass runs containers: apps that answer requests, and jobs that end.");
    console.print("");
    if (!extras.isEmpty()) {
      engine(console, extras);
    }
    console.print("When something is wrong:");
    var singles = new Sheet(1);
    for (Single single : Catalog.DIAGNOSIS) {
      singles.add(single.name(), single.says().replaceFirst("\\. .*", "."));
    }
    singles.printPlain(console);
    console.print("");
    console.print("Commands:");
    var table = new Sheet(1);
    for (Group group : Catalog.GROUPS) {
      table.add(names(group.name(), group.aliases()), group.says());
    }
    for (Single single : Catalog.SINGLES) {
      if (!Catalog.DIAGNOSIS.contains(single)) {
        table.add(single.name(), single.says());
      }
    }
    table.add("version, v", "The version of Windlass.").add("help, h", "This help.");
    table.printPlain(console);
    console.print("");
    console.print("Run 'windlass COMMAND --help' for more about a command.");
  }

  private static void engine(Console console, List<ExtraCommand> extras) {
    console.print("Engine:");
    var table = new Sheet(1);
    for (ExtraCommand extra : extras) {
      table.add(extra.name(), extra.says());
    }
    table.printPlain(console);
    console.print("");
  }

  private static String names(String name, List<String> aliases) {
    return aliases.isEmpty() ? name : name + ", " + String.join(", ", aliases);
  }

  static void group(Console console, Group group) {
    console.print("Usage: windlass " + group.name() + " COMMAND [options]");
    console.print("");
    console.print(group.says());
    console.print("");
    console.print("Commands:");
    var table = new Sheet(1);
    for (Command command : Catalog.commandsOf(group.name())) {
      table.add(names(command.name(), command.aliases()), command.says());
    }
    table.printPlain(console);
    console.print("");
    console.print("Run 'windlass " + group.name() + " COMMAND --help' for more about a command.");
  }
}

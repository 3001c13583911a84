// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.ArrayList;
import java.util.List;

/// Explains the options of a command.
final class OptionHelp {
  private static final int WIDTH = 100;

  private final Console console;

  private OptionHelp(Console console) {
    this.console = console;
  }

  static void print(Console console, String path, Command command) {
    new OptionHelp(console).print(path, command);
  }

  private void print(String path, Command command) {
    var usage = (path + " " + command.synopsis()).strip();
    console.print("Usage: " + usage + " [options]");
    console.print("");
    console.print(command.says());
    console.print("");
    console.print("Options:");
    var missing = new ArrayList<String>();
    var built = new ArrayList<Option>();
    for (Option option : command.options().get()) {
      if (option.built()) {
        built.add(option);
      } else {
        missing.add("--" + option.key());
      }
    }
    built.add(Option.flag("Show this help.", "--help", "-h"));
    options(built);
    if (!missing.isEmpty()) {
      console.print("");
      console.print("Not built yet:");
      wrapped("  ", "  ", String.join(", ", missing));
    }
  }

  private void options(List<Option> options) {
    int widest = 0;
    for (Option option : options) {
      widest = Math.max(widest, left(option).length());
    }
    for (Option option : options) {
      var left = left(option);
      wrapped(left + " ".repeat(widest - left.length() + 2), " ".repeat(widest + 2), right(option));
    }
  }

  private static String left(Option option) {
    var shortName = "    ";
    for (var name : option.names()) {
      if (!name.startsWith("--")) {
        shortName = name + ", ";
      }
    }
    return ("  " + shortName + "--" + option.key() + " " + option.label()).stripTrailing();
  }

  private static String right(Option option) {
    var others = new ArrayList<String>();
    for (var name : option.names()) {
      if (name.startsWith("--") && !name.equals("--" + option.key())) {
        others.add(name);
      }
    }
    return option.says()
        + (option.preset().isEmpty() ? "" : " Default: " + option.preset() + ".")
        + (others.isEmpty() ? "" : " Also " + String.join(", ", others) + ".");
  }

  private void wrapped(String first, String next, String text) {
    var line = new StringBuilder(first);
    boolean fresh = true;
    for (var word : text.split(" ", -1)) {
      if (!fresh && line.length() + 1 + word.length() > WIDTH) {
        console.print(line.toString());
        line = new StringBuilder(next);
        fresh = true;
      }
      line.append(fresh ? "" : " ").append(word);
      fresh = false;
    }
    console.print(line.toString());
  }
}

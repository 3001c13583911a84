// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Understands the options of one command: `--name=web`, `--name web`, `-n web`, flags alone or
/// with `=true` or `=false`. Names are never guessed from their beginning, so that a script means
/// the same when there are more options one day. Written here and not taken from a library because
/// a library's classes cost more than all the rest of a short call.
final class Parser {
  private final String path;
  private final List<Option> options;
  private final Map<String, Option> byName = new HashMap<>();
  private final Map<String, List<String>> given = new HashMap<>();

  Parser(String path, List<Option> options) {
    this.path = path;
    this.options = options;
    for (Option option : options) {
      for (var name : option.names()) {
        byName.put(name, option);
      }
    }
  }

  /// The options given, or a complaint with a proposal. When help is asked for, nothing else
  /// counts.
  Options parse(List<String> words) {
    if (asksForHelp(words)) {
      return new Options(Map.of("help", List.of("true")));
    }
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      int equals = word.indexOf('=');
      var option = find(equals < 0 ? word : word.substring(0, equals));
      if (equals >= 0) {
        add(option, word.substring(equals + 1));
      } else if (option.kind() == Option.Kind.FLAG) {
        add(option, "true");
      } else {
        i++;
        add(option, valueAt(words, i, option));
      }
    }
    checkRequired();
    return new Options(given);
  }

  /// A word that is the value of an option is not a question.
  private boolean asksForHelp(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      var before = i == 0 ? null : byName.get(words.get(i - 1));
      boolean isValue = before != null && before.kind() != Option.Kind.FLAG;
      if (!isValue && (words.get(i).equals("--help") || words.get(i).equals("-h"))) {
        return true;
      }
    }
    return false;
  }

  private Option find(String name) {
    var option = byName.get(name);
    if (option == null) {
      throw name.startsWith("-") ? unknown(name) : misused("does not know what '" + name + "' is");
    }
    return option;
  }

  private CommandFailed unknown(String name) {
    var near = Suggestions.near(name, new ArrayList<>(byName.keySet()));
    near.sort(null);
    var guess = near.isEmpty() ? "" : "\nDid you mean " + String.join(" or ", near) + "?";
    return misused("has no option " + name + guess);
  }

  private String valueAt(List<String> words, int i, Option option) {
    if (i == words.size() || byName.containsKey(words.get(i))) {
      throw misused("needs a " + option.label() + " after " + words.get(i - 1));
    }
    return words.get(i);
  }

  private void add(Option option, String value) {
    if (option.kind() == Option.Kind.FLAG && !value.equals("true") && !value.equals("false")) {
      throw misused("needs true or false for --" + option.key() + ", not '" + value + "'");
    }
    if (!option.built() && !value.equals("false")) {
      throw CommandFailed.misused("--" + option.key() + " is not built yet");
    }
    given.computeIfAbsent(option.key(), _ -> new ArrayList<>()).add(value);
  }

  private void checkRequired() {
    var missing = new ArrayList<String>();
    for (Option option : options) {
      if (option.required() && !given.containsKey(option.key())) {
        missing.add("--" + option.key() + " " + option.label());
      }
    }
    if (!missing.isEmpty()) {
      throw misused("needs " + String.join(" and ", missing));
    }
  }

  private CommandFailed misused(String how) {
    return CommandFailed.misused(
        "'" + path + "' " + how + "\nRun '" + path + " --help' to see its options.");
  }
}

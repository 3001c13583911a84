// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;
import java.util.function.Supplier;

/// One command of a group. Its options are made only when it is the one that runs.
///
/// @param aliases other words for the same
/// @param synopsis what must be given, as help shows it
record Command(
    String name,
    List<String> aliases,
    String says,
    String synopsis,
    Supplier<List<Option>> options,
    Action action) {

  Command(
      String name, String says, String synopsis, Supplier<List<Option>> options, Action action) {
    this(name, List.of(), says, synopsis, options, action);
  }

  /// The same, which can also be called by another word.
  Command orCalled(String alias) {
    return new Command(name, List.of(alias), says, synopsis, options, action);
  }

  boolean isCalled(String word) {
    return name.equals(word) || aliases.contains(word);
  }

  /// What a command does. It prints through the call's console, and throws [CommandFailed] when it
  /// cannot do what was asked.
  @FunctionalInterface
  interface Action {
    void run(Call call);
  }
}

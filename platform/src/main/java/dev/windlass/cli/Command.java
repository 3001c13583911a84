// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;
import java.util.function.Supplier;

/// One command of a group. Its options are made only when it is the one that runs.
///
/// @param synopsis what must be given, as help shows it
record Command(
    String name, String says, String synopsis, Supplier<List<Option>> options, Action action) {

  /// What a command does. It prints through the call's console, and throws [CommandFailed] when it
  /// cannot do what was asked.
  @FunctionalInterface
  interface Action {
    void run(Call call);
  }
}

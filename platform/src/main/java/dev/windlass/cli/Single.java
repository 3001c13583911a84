// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// A command that belongs to no group: `windlass doctor`.
///
/// @param synopsis what may be given, as help shows it
/// @param action answers the exit code
record Single(
    String name,
    String says,
    String synopsis,
    Supplier<List<Option>> options,
    ToIntFunction<Call> action) {

  /// In the form in which options are parsed. It does nothing.
  Command command() {
    return new Command("", says, synopsis, options, _ -> {});
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;

/// A command that somebody else runs, such as `up`: the command line only lists it and hands over.
public record ExtraCommand(String name, String says, Body body) {

  /// Runs with the arguments after the name; answers the exit code.
  @FunctionalInterface
  public interface Body {
    int run(List<String> arguments);
  }
}

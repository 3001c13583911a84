// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/// The world around a command: where it reads and prints, its variables, and what time it is.
///
/// @param home where `config.json` is
/// @param terminal whether somebody looks at `out` while it is written, so that lines can be drawn
///   again
public record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> variables,
    Path home,
    InstantSource clock,
    ZoneId zone,
    boolean terminal) {

  /// Those of this process.
  public static Surroundings ofProcess() {
    var variables = System.getenv();
    return new Surroundings(
        System.in,
        System.out,
        System.err,
        variables,
        home(variables),
        Clock.systemUTC(),
        ZoneId.systemDefault(),
        isTerminal(variables));
  }

  private static Path home(Map<String, String> variables) {
    var own = variables.getOrDefault("WINDLASS_HOME", "");
    return own.isEmpty() ? Path.of(System.getProperty("user.home"), ".windlass") : Path.of(own);
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 has gone back to null where there is no terminal
  private static boolean isTerminal(Map<String, String> variables) {
    var term = variables.getOrDefault("TERM", "");
    if (term.isEmpty() || term.equals("dumb")) {
      return false;
    }
    var console = System.console();
    return console != null && console.isTerminal();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// The world around a command: where it reads and prints, its variables, and what time it is.
///
/// @param home where `config.json` is
/// @param terminal whether somebody looks at `out` while it is written, so that lines can be drawn
///   again
/// @param errorTerminal the same of `err`
public record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> variables,
    Path home,
    InstantSource clock,
    boolean terminal,
    boolean errorTerminal) {

  /// Those of this process.
  public static Surroundings ofProcess() {
    var variables = System.getenv();
    return new Surroundings(
        System.in,
        System.out,
        System.err,
        variables,
        home(variables),
        InstantSource.system(),
        isTerminal(variables, 1),
        isTerminal(variables, 2));
  }

  private static Path home(Map<String, String> variables) {
    var own = variables.getOrDefault("WINDLASS_HOME", "");
    return own.isEmpty() ? Path.of(System.getProperty("user.home"), ".windlass") : Path.of(own);
  }

  /// Asks the kernel what standard output (1) or error (2) is: System.console() would tell too, but
  /// takes longer than most commands.
  private static boolean isTerminal(Map<String, String> variables, int number) {
    var term = variables.getOrDefault("TERM", "");
    if (term.isEmpty() || term.equals("dumb")) {
      return false;
    }
    try {
      var device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException notOnLinux) {
      return false;
    }
  }
}

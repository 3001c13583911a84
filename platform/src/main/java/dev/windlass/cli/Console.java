// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Diagnosis;
import dev.windlass.api.Preflight;
import dev.windlass.api.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// All that a command prints and asks. Results go to standard output, complaints to standard error.
/// Progress is left out when somebody asked for quiet, or for a result that a program reads.
final class Console {
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[1;31m";
  private static final String PLAIN = "\u001b[0m";
  private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";

  private final Surroundings around;
  private final PrintStream out;
  private final PrintStream err;
  private boolean quiet;
  private int drawn;

  Console(Surroundings around) {
    this.around = around;
    this.out = around.out();
    this.err = around.err();
  }

  void quiet() {
    quiet = true;
  }

  boolean isQuiet() {
    return quiet;
  }

  /// Whether lines can be drawn again.
  boolean isLive() {
    return around.terminal() && !quiet;
  }

  /// A part of the result.
  void print(String line) {
    rub();
    out.println(line);
  }

  /// A part of the result that ends its own lines.
  void printRaw(String text) {
    rub();
    out.print(text);
    out.flush();
  }

  /// What is being done.
  void progress(String line) {
    if (!quiet) {
      print(line);
    }
  }

  /// Draws these lines over those of the last call.
  void draw(List<String> lines) {
    if (isLive()) {
      rub();
      for (String line : lines) {
        out.println(line);
      }
      drawn = lines.size();
      out.flush();
    }
  }

  private void rub() {
    if (drawn > 0) {
      out.print(UP_AND_CLEAR.repeat(drawn));
      drawn = 0;
    }
  }

  void ok() {
    progress(coloured("OK", GREEN, around.terminal()));
  }

  /// What the server found odd, but did.
  void warn(@Nullable List<String> warnings) {
    if (warnings != null) {
      warnings.forEach(warning -> complain("Warning: " + warning));
    }
  }

  /// What was found when it was made. What is wrong is left out for somebody who waits, and so
  /// hears of it anyway.
  void tell(@Nullable Preflight preflight, boolean waits) {
    if (preflight == null) {
      return;
    }
    if (!waits) {
      preflight.findings().forEach(finding -> complain("Warning: " + words(finding)));
    }
    preflight
        .warnings()
        .forEach(warning ->
            complain(
                "Warning: %s\n  fix: %s".formatted(warning.message(), Fix.under(warning.fix()))));
  }

  private static String words(Report.Finding finding) {
    return words(
        new Diagnosis(
            finding.code(), finding.problem(), finding.cause(), finding.fix(), finding.evidence()));
  }

  void complain(String message) {
    rub();
    out.flush();
    err.println(message);
  }

  void failed(String message, String trace) {
    complain(coloured("FAILED", RED, around.errorTerminal()));
    err.println(message);
    if (!trace.isEmpty()) {
      err.println();
      err.println("Trace ID: " + trace);
    }
  }

  /// As https://no-color.org has it.
  private String coloured(String word, String colour, boolean seen) {
    boolean wanted = around.variables().getOrDefault("NO_COLOR", "").isEmpty();
    return seen && wanted ? colour + word + PLAIN : word;
  }

  /// A diagnosis in its parts.
  static String words(Diagnosis diagnosis) {
    var words = new StringBuilder(diagnosis.problem());
    part(words, "why", diagnosis.cause());
    part(words, "fix", Fix.onLines(diagnosis.fix()));
    part(words, "seen", diagnosis.evidence());
    part(words, "code", diagnosis.code());
    return words.toString();
  }

  private static void part(StringBuilder words, String name, String text) {
    if (!text.isBlank()) {
      words.append("\n  ").append(name).append(": ");
      words.append(text.strip().replace("\n", "\n       "));
    }
  }

  /// Asks before something is lost. No answer is a no.
  boolean agrees(String question) {
    out.print(question + " [y/N]> ");
    out.flush();
    var answer = readLine().strip().toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }

  /// Asks for something that should not be seen while it is typed.
  @SuppressWarnings("SystemConsoleNull") // JDK 25 has gone back to null where there is no terminal
  String readSecret(String question) {
    var console = System.console();
    if (around.terminal() && console != null) {
      char[] typed = console.readPassword("%s", question + "> ");
      return typed == null ? "" : new String(typed);
    }
    return readLine();
  }

  private String readLine() {
    try {
      var line =
          new BufferedReader(new InputStreamReader(around.in(), StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new CommandFailed("Cannot read the answer: " + e.getMessage(), e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One program to run, with a time limit and nothing of our environment but a search path. Made for
/// tools that print little: more than a pipe holds makes them run into their limit.
record Command(List<String> words, String input, Duration limit) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  Command {
    words = List.copyOf(words);
  }

  static Command of(String... words) {
    return of(List.of(words));
  }

  static Command of(List<String> words) {
    return new Command(words, "", PATIENCE);
  }

  /// The same with something to read on its standard input.
  Command reading(String text) {
    return new Command(words, text, limit);
  }

  /// The same command, started by another: `unshare -m crun start` for `crun start`.
  Command after(List<String> prefix) {
    var all = new ArrayList<>(prefix);
    all.addAll(words);
    return new Command(all, input, limit);
  }

  /// How it ended and what it said, standard error included.
  record Outcome(int code, String output) {}

  /// Runs it and returns what it printed; a code other than zero is an [IOException] with its
  /// words.
  String run() throws IOException, InterruptedException {
    var outcome = outcome();
    if (outcome.code() != 0) {
      throw new IOException(
          "%s ended with code %d: %s"
              .formatted(String.join(" ", words), outcome.code(), outcome.output().strip()));
    }
    return outcome.output();
  }

  /// Runs it to its end.
  Outcome outcome() throws IOException, InterruptedException {
    var process = start();
    try {
      write(process);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("%s did not end within %s".formatted(String.join(" ", words), limit));
      }
      return new Outcome(process.exitValue(), output(process));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    return builder.start();
  }

  private void write(Process process) throws IOException, InterruptedException {
    try (var stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      throw new IOException(
          "%s does not read: %s".formatted(String.join(" ", words), output(process)), e);
    }
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

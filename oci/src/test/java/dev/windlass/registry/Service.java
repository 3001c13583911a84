// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A program of somebody else that serves until it is closed. It dies with the thread that started
/// it, so also when a run of the tests is shot.
final class Service implements AutoCloseable {
  private final Process process;
  private final MatchResult ready;

  private Service(Process process, MatchResult ready) {
    this.process = process;
    this.ready = ready;
  }

  /// Waits until it says that it is ready.
  static Service start(Pattern ready, String... command) throws IOException {
    var mortal = Stream.concat(Stream.of("setpriv", "--pdeathsig=KILL"), Stream.of(command));
    var process = new ProcessBuilder(mortal.toList()).redirectErrorStream(true).start();
    try {
      var log = process.inputReader();
      var line = find(ready, log, List.of(command));
      Thread.ofVirtual().start(() -> drain(log));
      return new Service(process, line);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static MatchResult find(Pattern ready, BufferedReader log, List<String> command)
      throws IOException {
    var said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      var found = ready.matcher(line);
      if (found.find()) {
        return found.toMatchResult();
      }
      said.append(line).append('\n');
    }
    throw new IOException(String.join(" ", command) + " did not start: " + said);
  }

  /// Somebody has to read on, or it stops when the pipe is full.
  private static void drain(BufferedReader log) {
    try (log) {
      while (log.readLine() != null) {
        // nobody needs it
      }
    } catch (IOException e) {
      // it has ended
    }
  }

  /// How it said that it is ready.
  MatchResult ready() {
    return ready;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}

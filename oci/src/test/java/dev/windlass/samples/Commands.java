// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs the tools of this machine.
final class Commands {
  private Commands() {}

  /// What the command printed; fails when it does.
  static String output(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      var text = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + text);
      }
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs programs in a folder that is all their home: they find nobody's passwords there, and what
/// they leave goes with it.
record Shell(Path folder) {
  /// How a program ended.
  ///
  /// @param output what it said, on both ways
  record Ended(int code, String output) {
    boolean isFine() {
      return code == 0;
    }

    /// What it said, if it did what it should.
    String fine() {
      if (code != 0) {
        throw new AssertionError("ended with " + code + ": " + output);
      }
      return output;
    }
  }

  Ended run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true);
    process.directory(folder.toFile());
    Path passwords = folder.resolve("auth.json");
    Files.writeString(passwords, "{}");
    process.environment().put("HOME", folder.toString());
    process.environment().put("XDG_RUNTIME_DIR", folder.toString());
    process.environment().put("REGISTRY_AUTH_FILE", passwords.toString());
    var started = process.start();
    try (var out = started.getInputStream()) {
      started.getOutputStream().close();
      var output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(started.waitFor(), output);
    } finally {
      started.destroyForcibly();
    }
  }

  /// A folder that nobody used before.
  Path fresh(String name) throws IOException {
    return Files.createTempDirectory(folder, name);
  }
}

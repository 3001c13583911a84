// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;

/// Starts an engine in a temporary folder and stops it again, so that the JVM, which watches, can
/// write down what a quick start needs.
final class Training {
  private Training() {}

  static int run() throws IOException, InterruptedException {
    var scratch = Files.createTempDirectory("windlass-training-");
    try {
      var wishes = new Daemon.Wishes(new StateFolder.Ports(0, 0, 0), Set.of());
      Daemon.start(StateFolder.at(scratch.resolve("state")), wishes, scratch.resolve("home"))
          .close();
      return 0;
    } finally {
      Daemon.delete(scratch);
    }
  }
}

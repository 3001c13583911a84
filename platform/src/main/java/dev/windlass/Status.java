// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.Usage.Trouble;
import dev.windlass.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// `windlass status`: whether the engine runs, and where it listens.
final class Status {
  private final Surroundings around;

  Status(Surroundings around) {
    this.around = around;
  }

  int run(List<String> words) {
    return Usage.of(
            around,
            "status",
            "Show whether the engine runs, and where.",
            Up.state("the engine that commands talk to"))
        .run(words, this::run);
  }

  private int run(ParseResult options) throws IOException {
    Path path = options.matchedOptionValue("--state", Usual.state(around));
    if (!Files.isDirectory(path)) {
      throw down(path);
    }
    var folder = StateFolder.at(path);
    var process = folder.process().orElseThrow(() -> down(path));
    around.out().print(folder.readyText(process.pid()).orElse("The engine is starting.\n"));
    around.out().println("  Process    " + process.pid());
    return 0;
  }

  private static Trouble down(Path path) {
    return new Trouble(
        "No engine runs on " + path, "nobody holds its lock", "start one: windlass up -d");
  }
}

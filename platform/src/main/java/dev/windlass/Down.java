// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.Usage.Trouble;
import dev.windlass.cli.Surroundings;
import dev.windlass.runtime.LocalContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.ParseResult;

/// `windlass down`: asks the engine to stop, and waits until it has.
final class Down {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Surroundings around;

  Down(Surroundings around) {
    this.around = around;
  }

  int run(List<String> words) {
    return Usage.of(
            around,
            "down",
            "Stop the engine and its containers. 'windlass up' brings the apps back.",
            Up.state("the engine that commands talk to"))
        .run(words, this::run);
  }

  private int run(ParseResult options) throws IOException, InterruptedException {
    Path path = options.matchedOptionValue("--state", Usual.state(around));
    if (!Files.isDirectory(path)) {
      around.out().println("No engine has ever lived in " + path + ".");
      return 0;
    }
    var folder = StateFolder.at(path);
    var process = folder.process();
    if (process.isEmpty()) {
      around.out().println("No engine runs on " + path + left(folder));
      return 0;
    }
    around.out().println("Stopping the engine on " + path + " ...");
    stop(process.get());
    around.out().println("OK");
    return 0;
  }

  /// Takes away what an engine left that was killed.
  private static String left(StateFolder folder) throws IOException, InterruptedException {
    var id = folder.identity().id();
    var lock = folder.lock();
    if (lock.isEmpty() || !LocalContainers.leftBy(id)) {
      return ".";
    }
    try (var _ = lock.get().acquiredBy()) {
      var containers = LocalContainers.open(folder.path(), id);
      int count = containers.list().size();
      containers.down(GRACE);
      return "; %d containers that one left behind were stopped.".formatted(count);
    }
  }

  private static void stop(ProcessHandle engine) throws InterruptedException {
    var end = engine.onExit();
    engine.destroy();
    try {
      end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Trouble(
          "The engine has not stopped",
          "process " + engine.pid() + " still runs after " + PATIENCE.toSeconds() + " s",
          "look into its log, daemon.log in its state folder");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}

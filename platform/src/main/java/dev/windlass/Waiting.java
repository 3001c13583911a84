// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.Usage.Trouble;
import dev.windlass.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardWatchEventKinds;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Waits for an engine in another process to be ready, or to end.
///
/// The launcher started the engine and then became this process, so the engine is a child of ours:
/// when it ends it stays as a zombie, which `isAlive` takes for alive. `onExit` does not.
record Waiting(Surroundings around, StateFolder folder, long process) {
  private static final long LOOK_MILLIS = 200;
  private static final int LINES = 20;

  int run() throws IOException, InterruptedException {
    try (var watch = folder.path().getFileSystem().newWatchService()) {
      folder.path().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      var ready = folder.readyText(process);
      var end = ProcessHandle.of(process).map(ProcessHandle::onExit);
      while (ready.isEmpty()) {
        if (end.isEmpty() || end.get().isDone()) {
          throw ended();
        }
        var seen =
            watch.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS); // the end of a process is no event
        if (seen != null) {
          seen.pollEvents();
          seen.reset();
        }
        ready = folder.readyText(process);
      }
      around.out().print(ready.get());
      return 0;
    }
  }

  private Trouble ended() throws IOException {
    var log = folder.resolve("daemon.log");
    var lines = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
    int failed = lines.lastIndexOf("FAILED") + 1; // what is before it is another engine's
    var last = lines.subList(Math.max(failed, lines.size() - LINES), lines.size());
    return new Trouble(
        "The engine ended before it was ready",
        last.isEmpty()
            ? "it left no word in " + log
            : "its last words are\n    " + String.join("\n    ", last),
        "mend what they tell, and run 'windlass up' again; all of them are in " + log);
  }
}

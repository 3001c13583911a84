// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A process that cannot be mistaken for a later one of the same number, because it carries the
/// time it was started at.
///
/// @param started ticks since the machine started, from `/proc`
@Json
record ProcessId(long pid, long started) {
  /// Where the words of `/proc/PID/stat` after the program's name have the state and the start.
  private static final int STATE = 0;

  private static final int STARTED = 19;

  /// The process that has this number now.
  static Optional<ProcessId> of(long pid) {
    return stat(pid).map(words -> new ProcessId(pid, Long.parseLong(words[STARTED])));
  }

  /// Whether it still runs. One that ended and waits for its parent to ask does not.
  boolean alive() {
    return stat(pid)
        .filter(words -> Long.parseLong(words[STARTED]) == started)
        .filter(words -> !words[STATE].equals("Z") && !words[STATE].equals("X"))
        .isPresent();
  }

  /// Sends SIGTERM, unless it ended.
  void terminate() {
    if (alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
  }

  /// Sends SIGKILL, unless it ended.
  void kill() {
    if (alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /// What it executes; empty when it ended.
  Optional<Path> program() {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")));
    } catch (IOException _) {
      return Optional.empty(); // a process that is gone has no such link
    }
  }

  private static Optional<String[]> stat(long pid) {
    try {
      var text = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return Optional.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException _) {
      return Optional.empty(); // there is no such process
    }
  }
}

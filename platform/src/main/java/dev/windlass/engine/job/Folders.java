// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where the secrets and config maps of runs are written: one folder for each run that has any.
record Folders(Path home) {
  /// Neither projects nor runs have it in their names.
  private static final String BETWEEN = "_";

  Path of(Key run) {
    return home.resolve(run.project() + BETWEEN + run.name());
  }

  /// The runs that have a folder, so that those of deleted ones can be found after a crash.
  List<Key> runs() throws IOException {
    if (!Files.isDirectory(home)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(home)) {
      return all.map(folder -> folder.getFileName().toString().split(BETWEEN, 2))
          .filter(parts -> parts.length == 2)
          .map(parts -> new Key(parts[0], parts[1]))
          .toList();
    }
  }
}

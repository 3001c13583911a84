// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Kind;
import dev.windlass.engine.Mounts;
import dev.windlass.engine.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Removes the mounts of revisions that are gone, whoever deleted them.
record Sweep(Parts parts) {
  /// The folders are listed first: what comes after that belongs to a revision that is there.
  void run() throws IOException {
    List<Path> folders = folders();
    var known =
        parts.store().list(Kind.REVISION, "").stream()
            .map(Resource::id)
            .collect(Collectors.toSet());
    for (Path folder : folders) {
      if (!known.contains(folder.getFileName().toString())) {
        Mounts.erase(folder);
      }
    }
  }

  private List<Path> folders() throws IOException {
    Path home = parts.place().mounts();
    if (!Files.isDirectory(home)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(home)) {
      return all.toList();
    }
  }
}

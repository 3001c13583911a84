// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A folder with a file for each key. Whoever reads a file sees the old content or the new; files
/// that hold the right content already are not touched. Any user of the container may read them, as
/// it may run as anyone; on this machine a folder further up keeps others out.
record MountFolder(Path home) {
  static MountFolder at(Path home) {
    return new MountFolder(home);
  }

  void write(Map<String, String> content) throws IOException {
    Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (var entry : content.entrySet()) {
      put(home.resolve(entry.getKey()), entry.getValue().getBytes(StandardCharsets.UTF_8));
    }
    for (Path file : files()) {
      if (!content.containsKey(file.getFileName().toString())) {
        Files.delete(file);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(home)) {
      return all.toList();
    }
  }

  /// The draft is beside the folder, so that no container ever lists it, and always the same, so
  /// that a crash leaves at most one.
  private void put(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Path draft = home.resolveSibling(".draft");
    Files.write(draft, content);
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}

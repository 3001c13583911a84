// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// Where everything of one container is; also its OCI bundle.
record ContainerFolder(Path path) {
  /// Root in a container is somebody else outside, who has to get through this folder to its files;
  /// the folders above are not for anybody.
  private static final Set<PosixFilePermission> WALK = PosixFilePermissions.fromString("rwx--x--x");

  private static final Set<PosixFilePermission> READ = PosixFilePermissions.fromString("rw-r--r--");

  void make() throws IOException {
    Files.createDirectories(persist());
    Files.setPosixFilePermissions(path, WALK);
    logs().make();
  }

  /// Writes a file that is mounted over the image's in `/etc`.
  void writeEtc(String name, String text) throws IOException {
    var file = Files.writeString(etc(name), text);
    Files.setPosixFilePermissions(file, READ);
  }

  /// The mounted root of its files.
  Path rootfs() {
    return path.resolve("rootfs");
  }

  /// What we have to know of it after a crash. Written last: a folder without it is half made.
  Path saved() {
    return path.resolve("container.json");
  }

  /// How it ended. Written last when it is spent: with it, nothing else is left but the log.
  Path ended() {
    return path.resolve("ended.json");
  }

  /// Removes all that only a running container needs. What is mounted here must not be any more.
  void prune() throws IOException {
    var kept = Set.of(saved(), ended(), logs().folder());
    try (var all = Files.list(path)) {
      for (var child : all.filter(child -> !kept.contains(child)).toList()) {
        Layout.delete(child);
      }
    }
  }

  Path config() {
    return path.resolve("config.json");
  }

  LogFiles logs() {
    return new LogFiles(path.resolve("logs"));
  }

  /// Where conmon leaves a file called `oom` when the kernel tells it of one.
  Path persist() {
    return path.resolve("persist");
  }

  /// Written before it is killed for what it wrote.
  Path full() {
    return persist().resolve("full");
  }

  /// Where is what it wrote and printed.
  List<Path> written() {
    return List.of(path.resolve("upper"), logs().folder());
  }

  Path conmonPid() {
    return path.resolve("conmon.pid");
  }

  Path conmonWords() {
    return path.resolve("conmon.err");
  }

  Path etc(String name) {
    return path.resolve(name);
  }
}

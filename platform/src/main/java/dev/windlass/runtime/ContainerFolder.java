// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where everything of one container is; also its OCI bundle.
record ContainerFolder(Path path) {
  void make() throws IOException {
    Files.createDirectories(persist());
    logs().make();
  }

  /// The mounted root of its files.
  Path rootfs() {
    return path.resolve("rootfs");
  }

  /// What we have to know of it after a crash. Written last: a folder without it is half made.
  Path saved() {
    return path.resolve("container.json");
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

  Path conmonPid() {
    return path.resolve("conmon.pid");
  }

  Path conmonWords() {
    return path.resolve("conmon.err");
  }

  /// A file that is mounted over the image's in `/etc`.
  Path etc(String name) {
    return path.resolve(name);
  }
}

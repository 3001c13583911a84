// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.linux.Linux;
import dev.windlass.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder in memory, for what may hold secrets: it is never on a disk. It outlives the engine,
/// and ends with the machine.
record Memory(Path folder) {
  private static final Path RUN = Path.of("/run/windlass");
  private static final String OPTIONS = "mode=0700,size=25%";

  static Memory of(String engine) {
    return new Memory(RUN.resolve(engine));
  }

  /// Makes it, if it is not there yet.
  void make() throws IOException {
    if (!isMounted()) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Linux.mount("windlass", folder, "tmpfs", Linux.MS_NODEV | Linux.MS_NOSUID, OPTIONS);
    }
  }

  private boolean isMounted() throws IOException {
    var place = " " + folder + " ";
    try (var mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return mounts.anyMatch(line -> line.contains(place));
    }
  }

  boolean exists() {
    return Files.exists(folder);
  }

  /// Where the runtime keeps its own state.
  Path runtime() {
    return folder.resolve("runtime");
  }

  /// The configuration of a container, with its environment.
  Path config(String id) {
    return folder.resolve("config-" + id + ".json");
  }

  /// For the secrets and config maps that containers mount.
  Path mounts() {
    return folder.resolve("mounts");
  }

  void remove() throws IOException {
    if (isMounted()) {
      try {
        Linux.unmount(folder, Linux.MNT_DETACH);
      } catch (LinuxException e) {
        throw new IOException("cannot unmount " + folder, e);
      }
    }
    Layout.delete(folder);
  }
}

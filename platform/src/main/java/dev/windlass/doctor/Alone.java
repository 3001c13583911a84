// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.api.Report;
import dev.windlass.image.Limits;
import dev.windlass.image.LocalImages;
import dev.windlass.image.Mirrors;
import dev.windlass.image.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;

/// Examines images without an engine, against any registry. What is fetched for that is thrown away
/// again. Files of images have owners, so that only root can go as far as the layers.
public final class Alone {
  private Alone() {}

  /// Whether this process can go as far as the layers.
  public static boolean canFetchLayers() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException unknown) {
      return false;
    }
  }

  /// @param tls whether TLS is spoken also to a registry on this machine
  /// @param watcher is told of each step
  public static Report examine(Patient patient, boolean tls, Progress watcher)
      throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("windlass-doctor-");
    try (var images = images(folder, tls)) {
      var doctor =
          new Doctor(
              images,
              images.remote(),
              OwnRegistry.NONE,
              () -> folder.toFile().getUsableSpace(),
              InstantSource.system());
      return doctor.examine(patient, watcher);
    } finally {
      delete(folder);
    }
  }

  private static LocalImages images(Path folder, boolean tls) throws IOException {
    return tls
        ? LocalImages.overTls(folder, Limits.STANDARD)
        : LocalImages.at(folder, Limits.STANDARD, Mirrors.NONE);
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

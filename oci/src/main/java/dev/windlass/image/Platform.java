// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// What an image runs on: `linux/arm64`.
public record Platform(String os, String architecture) {
  /// This machine, in the words of the OCI image specification.
  public static Platform here() {
    var arch = System.getProperty("os.arch");
    return new Platform(
        "linux",
        switch (arch) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> arch;
        });
  }

  /// Several, as people read them.
  static String list(List<Platform> platforms) {
    return platforms.isEmpty()
        ? "nothing"
        : platforms.stream().map(Platform::toString).collect(joining(", "));
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}

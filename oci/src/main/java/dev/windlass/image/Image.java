// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An image that is on this machine, unpacked and ready to be mounted.
///
/// @param layers the unpacked layers, the lowest first; read-only to everybody
public record Image(Reference.Pinned reference, Config config, List<Path> layers) {
  public Image {
    layers = List.copyOf(layers);
  }

  /// What the image says about running it, from the OCI image configuration. Absent values are
  /// empty.
  ///
  /// @param ports that it says it listens on, over TCP
  public record Config(
      Platform platform,
      List<String> entrypoint,
      List<String> command,
      Map<String, String> environment,
      String user,
      String workingFolder,
      Set<Integer> ports) {
    public Config {
      entrypoint = List.copyOf(entrypoint);
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      ports = Set.copyOf(ports);
    }

    /// One that does not say where it listens.
    public Config(
        Platform platform,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        String user,
        String workingFolder) {
      this(platform, entrypoint, command, environment, user, workingFolder, Set.of());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A container to be started.
///
/// @param id letters, digits and `-`, at most 63; also its host name
/// @param labels whatever the caller wants to find on it again
/// @param commands replace the image's entrypoint and command, when not empty
/// @param arguments replace the image's command, when not empty
/// @param environment wins over the image's
/// @param user a user id that wins over the image's user
/// @param limits what it may use
/// @param mounts folders of this machine, by the absolute path they have in the container;
///   read-only
/// @param search what is put behind a name without dots when it is looked up
public record Container(
    String id,
    Map<String, String> labels,
    Image image,
    List<String> commands,
    List<String> arguments,
    Map<String, String> environment,
    Optional<Integer> user,
    Limits limits,
    Map<String, Path> mounts,
    List<String> search) {
  public Container {
    labels = Map.copyOf(labels);
    commands = List.copyOf(commands);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    mounts = Map.copyOf(mounts);
    search = List.copyOf(search);
  }

  /// What a container may use.
  ///
  /// @param milliCpu thousandths of a CPU
  /// @param memory bytes
  /// @param processes processes and threads together
  /// @param storage bytes of disk for what it writes and prints; 0 for as many as there are. It is
  ///   looked at every few seconds, so more can be written in a short time
  public record Limits(int milliCpu, long memory, int processes, long storage) {}
}

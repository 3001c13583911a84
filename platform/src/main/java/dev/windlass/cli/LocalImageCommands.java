// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;

/// `windlass image …`: the images on the machine of the engine. Those in its registry are another
/// thing, `windlass cr image-…`.
final class LocalImageCommands {
  private LocalImageCommands() {}

  static List<Command> all() {
    return List.of(ImagePullCommand.command());
  }
}

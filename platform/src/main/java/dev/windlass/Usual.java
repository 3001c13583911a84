// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.api.ApiException;
import dev.windlass.api.Client;
import dev.windlass.cli.Config;
import dev.windlass.cli.Surroundings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/// Which engine is meant when nobody says so: the one that commands talk to, while it answers.
final class Usual {
  private Usual() {}

  static Path state(Surroundings around) {
    return Config.in(around.home()).map(Usual::state).orElse(StateFolder.USUAL);
  }

  private static Path state(Config config) {
    try {
      return Path.of(Client.at(URI.create(config.api()), config.apiKey()).engine().state());
    } catch (ApiException | UncheckedIOException notThere) {
      return StateFolder.USUAL;
    }
  }
}

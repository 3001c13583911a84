// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Another registry than the engine's own, and the key for it: what `windlass cr region-set` wrote
/// into `registry.json`.
///
/// @param address with its scheme: `https://registry.example:5000`
@Json(naming = Json.Naming.LowerUnderscore)
record RegistryChoice(String address, String apiKey) {
  static Path fileIn(Path home) {
    return home.resolve("registry.json");
  }

  static Optional<RegistryChoice> in(Path home) {
    var file = fileIn(home);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var type = Jsonb.instance().type(RegistryChoice.class);
      return Optional.of(type.fromJson(Files.readAllBytes(file)));
    } catch (IOException | RuntimeException e) {
      throw CommandFailed.because(
          "Cannot read " + file,
          String.valueOf(e.getMessage()),
          "choose again with 'windlass cr region-set'");
    }
  }

  void write(Path home) {
    try {
      OwnFile.replace(fileIn(home), Jsonb.instance().toJsonPretty(this) + "\n");
    } catch (IOException e) {
      throw new CommandFailed("Cannot write " + fileIn(home) + ": " + e.getMessage(), e);
    }
  }

  /// From now on it is the engine's own again.
  static void forget(Path home) {
    try {
      Files.deleteIfExists(fileIn(home));
    } catch (IOException e) {
      throw new CommandFailed("Cannot remove " + fileIn(home) + ": " + e.getMessage(), e);
    }
  }

  /// Without the key.
  @Override
  public String toString() {
    return address;
  }
}

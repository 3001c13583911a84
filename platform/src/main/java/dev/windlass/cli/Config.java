// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.tls.Trusted;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which engine to talk to, as whom, and in which project: the content of `config.json`. Only its
/// owner can read it, because the key is in it.
///
/// @param authority the certificate, as PEM, of whoever signed the engine's own; for engines with
///   TLS
@Json(naming = Json.Naming.LowerUnderscore)
public record Config(
    String api, String apiKey, @Nullable Selected project, @Nullable String authority) {

  /// The project that commands work in.
  @Json
  public record Selected(String id, String name) {}

  static Path fileIn(Path home) {
    return home.resolve("config.json");
  }

  /// Throws [CommandFailed] when there is none. From then on, this process believes the engine's
  /// authority.
  public static Config read(Path home) {
    var file = fileIn(home);
    if (!Files.exists(file)) {
      throw CommandFailed.because(
          "Windlass is not set up for you yet", "there is no " + file, "run 'windlass up'");
    }
    try {
      var config = Jsonb.instance().type(Config.class).fromJson(Files.readAllBytes(file));
      if (config.authority() != null) {
        Trusted.byThisProcess(config.authority());
      }
      return config;
    } catch (AccessDeniedException e) {
      throw CommandFailed.because(
          "Cannot read " + file,
          "it belongs to somebody else",
          "run the command as that user, or set WINDLASS_HOME to a folder of yours");
    } catch (IOException | RuntimeException e) {
      throw CommandFailed.because(
          "Cannot read " + file,
          String.valueOf(e.getMessage()),
          "mend it, or remove it and run 'windlass up'");
    }
  }

  /// The same, or nothing where there is none that can be read.
  public static Optional<Config> in(Path home) {
    try {
      return Files.exists(fileIn(home)) ? Optional.of(read(home)) : Optional.empty();
    } catch (CommandFailed unreadable) {
      return Optional.empty();
    }
  }

  /// Replaces the file.
  public void write(Path home) throws IOException {
    OwnFile.replace(fileIn(home), Jsonb.instance().toJsonPretty(this) + "\n");
  }

  /// The same engine and project, without a key.
  Config loggedOut() {
    return new Config(api, "", project, authority);
  }

  Config selecting(@Nullable Selected other) {
    return new Config(api, apiKey, other, authority);
  }
}

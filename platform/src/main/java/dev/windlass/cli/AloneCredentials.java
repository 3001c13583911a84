// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.doctor.DockerConfig;
import dev.windlass.image.Credential;
import dev.windlass.image.Credentials;
import dev.windlass.image.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Who asks, where no engine knows a secret: what the options say.
record AloneCredentials(Call call) {
  private static final String KEY = ".dockerconfigjson";

  /// @param host that a user name and a password are for
  Credentials at(String host) {
    var options = call.options();
    options.atMostOne("username", "secret-file");
    options.atMostOne("username", "docker-config");
    options.atMostOne("secret-file", "docker-config");
    if (options.has("username")) {
      return of(Map.of(host, new Credential(options.get("username"), new Secret(password()))));
    }
    if (options.has("secret-file")) {
      return of(DockerConfig.parse(secret(read(Path.of(options.get("secret-file"))))));
    }
    return options.has("docker-config")
        ? of(DockerConfig.parse(read(Path.of(options.get("docker-config"), "config.json"))))
        : Credentials.NONE;
  }

  private static Credentials of(Map<String, Credential> byHost) {
    return new Credentials(Optional.empty(), byHost);
  }

  private String password() {
    if (!call.options().flag("password-stdin")) {
      return call.console().readSecret("Password");
    }
    try {
      var text = new String(call.around().in().readAllBytes(), StandardCharsets.UTF_8);
      return text.replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw new CommandFailed("Cannot read the password: " + e.getMessage(), e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw CommandFailed.because(
          "Cannot read " + file, e.toString(), "give the file or the folder that it is in");
    }
  }

  /// What a secret of Kubernetes carries, in Base64 or as it is; otherwise the text itself.
  private static String secret(String text) {
    try {
      var tree = new Load(LoadSettings.builder().build()).loadFromString(text);
      return Stream.of("data", "stringData")
          .flatMap(part -> part(tree, part).stream())
          .findFirst()
          .orElse(text);
    } catch (YamlEngineException notYaml) {
      return text;
    }
  }

  private static Optional<String> part(Object tree, String name) {
    return tree instanceof Map<?, ?> secret
            && secret.get(name) instanceof Map<?, ?> values
            && values.get(KEY) instanceof String found
        ? Optional.of(found)
        : Optional.empty();
  }
}

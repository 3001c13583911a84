// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.JsonText;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The file in which docker or podman keeps passwords for registries. What else is in it stays.
record AuthFile(Path path) {
  /// docker's own: `config.json` in `DOCKER_CONFIG`, or in `.docker` at home.
  static AuthFile ofDocker(Map<String, String> variables) {
    var folder = variables.getOrDefault("DOCKER_CONFIG", "");
    return new AuthFile(
        (folder.isEmpty() ? home(variables).resolve(".docker") : Path.of(folder))
            .resolve("config.json"));
  }

  /// podman's, buildah's and skopeo's.
  static AuthFile ofPodman(Map<String, String> variables) throws IOException {
    var chosen = variables.getOrDefault("REGISTRY_AUTH_FILE", "");
    if (!chosen.isEmpty()) {
      return new AuthFile(Path.of(chosen));
    }
    var runtime = variables.getOrDefault("XDG_RUNTIME_DIR", "");
    var folder =
        runtime.isEmpty()
            ? Path.of("/run/containers", Files.getAttribute(home(variables), "unix:uid").toString())
            : Path.of(runtime, "containers");
    return new AuthFile(folder.resolve("auth.json"));
  }

  private static Path home(Map<String, String> variables) {
    var home = variables.getOrDefault("HOME", "");
    return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
  }

  /// Writes down what to sign in with at a registry. Throws [CommandFailed] when the program keeps
  /// its passwords elsewhere.
  void store(String registry, String username, String password) throws IOException {
    var content = read();
    refuseKeyring(content, registry);
    var pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    var auths = part(content.get("auths"));
    auths.put(registry, Map.of("auth", Base64.getEncoder().encodeToString(pair)));
    content.put("auths", auths);
    var file = Files.exists(path) ? path.toRealPath() : path;
    OwnFile.replace(file, JsonText.pretty(content) + "\n");
  }

  private Map<String, Object> read() throws IOException {
    if (!Files.exists(path) || Files.size(path) == 0) {
      return new LinkedHashMap<>();
    }
    try {
      return part(Jsonb.instance().type(Object.class).fromJson(Files.readAllBytes(path)));
    } catch (RuntimeException notJson) {
      throw CommandFailed.because(
          "Cannot read " + path,
          "it is not JSON: " + notJson.getMessage(),
          "mend it, or move it away and run the command again");
    }
  }

  private static Map<String, Object> part(@Nullable Object tree) {
    var part = new LinkedHashMap<String, Object>();
    if (tree instanceof Map<?, ?> map) {
      map.forEach((key, value) -> part.put(String.valueOf(key), value));
    }
    return part;
  }

  private void refuseKeyring(Map<String, Object> content, String registry) {
    var own = part(content.get("credHelpers")).get(registry);
    var keyring = String.valueOf(own == null ? content.getOrDefault("credsStore", "") : own);
    if (!keyring.isEmpty()) {
      throw CommandFailed.because(
          "The key was not stored",
          path + " leaves passwords to the program docker-credential-" + keyring,
          "store it there: docker login --username iamapikey " + registry);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.doctor.DockerConfig;
import dev.windlass.image.Credential;
import dev.windlass.image.Credentials;
import dev.windlass.image.Secret;
import dev.windlass.image.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The registry secret that a workload names for its image, looked up.
public sealed interface RegistrySecret {
  /// Also when the workload names none, and when the secret holds nothing that a registry asks for.
  record Found(Credentials credentials) implements RegistrySecret {}

  /// There is no secret of that name.
  record Missing(String name) implements RegistrySecret {}

  /// A secret is for one registry (`server`, `username`, `password`), or, as Kubernetes keeps them,
  /// for any number (`.dockerconfigjson`).
  static RegistrySecret of(Store store, String project, Optional<String> name) {
    return name.map(given -> named(store, project, given))
        .orElseGet(() -> new Found(Credentials.NONE.of(project)));
  }

  /// Those of a project that are for any registry at all.
  static List<Credentials> all(Store store, String project) {
    return store.list(Kind.SECRET, project).stream()
        .map(secret -> named(store, project, secret.key().name()))
        .flatMap(secret ->
            secret instanceof Found(var credentials) ? Stream.of(credentials) : Stream.empty())
        .filter(credentials -> !credentials.keys().isEmpty())
        .toList();
  }

  /// What an attempt looks like that found no such secret.
  public static Step stepOfMissing(String name, Instant now) {
    return new Step(
        Step.Name.POLICY,
        "registry secret " + name,
        now,
        Duration.ZERO,
        Step.Outcome.FAILED,
        Map.of("secret", "there is none of that name in the project"));
  }

  private static RegistrySecret named(Store store, String project, String name) {
    return Bag.secret(store, project, name)
        .content()
        .<RegistrySecret>map(
            values -> new Found(new Credentials(Optional.of(name), byHost(values), project)))
        .orElseGet(() -> new Missing(name));
  }

  private static Map<String, Credential> byHost(Map<String, String> values) {
    var found = new HashMap<String, Credential>();
    String several = values.get(".dockerconfigjson");
    if (several != null) {
      found.putAll(DockerConfig.parse(several));
    }
    String server = values.get("server");
    String username = values.get("username");
    String password = values.get("password");
    if (server != null && username != null && password != null) {
      found.put(server, new Credential(username, new Secret(password)));
    }
    return found;
  }
}

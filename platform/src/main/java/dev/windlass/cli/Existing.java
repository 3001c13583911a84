// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiException;
import dev.windlass.api.EnvVar;
import dev.windlass.api.ProjectClient;
import dev.windlass.api.VolumeMount;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks that the secrets and config maps which a command names are there, so that a wrong name is
/// heard of now and not when the first instance starts.
final class Existing {
  private final ProjectClient project;

  private Existing(ProjectClient project) {
    this.project = project;
  }

  static void check(Call call) {
    var options = call.options();
    if (options.flag("force")) {
      return;
    }
    var secrets = new LinkedHashSet<String>();
    var configMaps = new LinkedHashSet<String>();
    collect(options, secrets, configMaps);
    var existing = new Existing(call.project());
    secrets.forEach(existing::secret);
    configMaps.forEach(existing::configMap);
  }

  private static void collect(Options options, Set<String> secrets, Set<String> configMaps) {
    for (EnvVar variable : EnvChange.apply(options, List.of())) {
      add(variable.type(), variable.reference(), secrets, configMaps);
    }
    for (VolumeMount mount : MountChange.apply(options, List.of())) {
      add(mount.type(), mount.reference(), secrets, configMaps);
    }
    if (options.has("registry-secret")) {
      secrets.add(options.get("registry-secret"));
    }
  }

  private static void add(
      String type, @Nullable String name, Set<String> secrets, Set<String> configMaps) {
    if (name != null) {
      (type.startsWith("secret") ? secrets : configMaps).add(name);
    }
  }

  private void secret(String name) {
    look(() -> project.secret(name), "secret", name);
  }

  private void configMap(String name) {
    look(() -> project.configMap(name), "configmap", name);
  }

  private static void look(Runnable look, String kind, String name) {
    try {
      look.run();
    } catch (ApiException e) {
      if (!e.notFound()) {
        throw e;
      }
      throw CommandFailed.because(
          "There is no " + kind + " '" + name + "' in this project",
          "the options name it",
          "create it with 'windlass "
              + kind
              + " create --name "
              + name
              + " …', or give --force to do so later");
    }
  }
}

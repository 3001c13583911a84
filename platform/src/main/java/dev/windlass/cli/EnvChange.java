// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What the options of a command do to a list of environment variables.
final class EnvChange {
  private static final List<String> KEYS =
      List.of(
          "env",
          "env-from-secret",
          "env-from-configmap",
          "env-rm",
          "env-from-secret-rm",
          "env-from-configmap-rm");

  private EnvChange() {}

  static boolean isAsked(Options options) {
    for (var key : KEYS) {
      if (options.has(key)) {
        return true;
      }
    }
    return false;
  }

  /// Removals come first; what is set twice is as it was set last.
  static List<EnvVar> apply(Options options, List<EnvVar> before) {
    var variables = new ArrayList<EnvVar>(before);
    for (var name : options.all("env-rm")) {
      variables.removeIf(v -> name.equals(v.name()));
    }
    for (var name : options.all("env-from-secret-rm")) {
      variables.removeIf(v -> EnvForm.SECRET.isFrom(v, name));
    }
    for (var name : options.all("env-from-configmap-rm")) {
      variables.removeIf(v -> EnvForm.CONFIG_MAP.isFrom(v, name));
    }
    for (var variable : asked(options)) {
      variables.removeIf(v -> isSame(v, variable));
      variables.add(variable);
    }
    return variables;
  }

  private static List<EnvVar> asked(Options options) {
    var asked = new ArrayList<EnvVar>();
    for (var text : options.all("env-from-configmap")) {
      asked.addAll(EnvForm.CONFIG_MAP.references(text));
    }
    for (var text : options.all("env-from-secret")) {
      asked.addAll(EnvForm.SECRET.references(text));
    }
    for (var text : options.all("env")) {
      asked.add(EnvForm.literal(text));
    }
    return asked;
  }

  private static boolean isSame(EnvVar a, EnvVar b) {
    return a.name() != null
        ? a.name().equals(b.name())
        : b.name() == null
            && a.type().equals(b.type())
            && Objects.equals(a.reference(), b.reference())
            && Objects.equals(a.prefix(), b.prefix());
  }
}

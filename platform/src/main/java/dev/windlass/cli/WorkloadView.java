// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Diagnosis;
import dev.windlass.api.EnvVar;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts that the `get` commands of apps, revisions, jobs and job runs show alike.
final class WorkloadView {
  private static final int PIN_SHOWN = 6;

  private WorkloadView() {}

  static void env(Console console, List<EnvVar> variables) {
    if (variables.isEmpty()) {
      return;
    }
    var table = Table.of("Type", "Name", "Value");
    for (EnvVar variable : variables) {
      table.row(Words.type(variable.type()), name(variable), value(variable));
    }
    Sheet.heading(console, "Environment Variables");
    table.print(console, "  ");
  }

  private static String name(EnvVar variable) {
    if (variable.name() != null) {
      return variable.name();
    }
    return variable.prefix() == null ? "" : variable.prefix() + "*";
  }

  private static @Nullable String value(EnvVar variable) {
    if (variable.reference() == null) {
      return variable.value();
    }
    return variable.key() == null
        ? variable.reference()
        : variable.reference() + " " + variable.key();
  }

  static void resources(
      Console console, @Nullable String cpu, @Nullable String storage, @Nullable String memory) {
    Sheet.heading(console, "Resource Allocation");
    new Sheet(1)
        .add("CPU", cpu)
        .add("Ephemeral Storage", storage)
        .add("Memory", memory)
        .print(console);
  }

  static void registrySecret(Console console, @Nullable String name) {
    if (name != null) {
      Sheet.heading(console, "Registry Secrets");
      console.print("  " + name);
    }
  }

  /// `icr.io/x (pinned to 1cee99)`
  static String pinned(@Nullable String image, @Nullable String digest) {
    if (digest == null) {
      return String.valueOf(image);
    }
    var hex = digest.substring(digest.indexOf(':') + 1);
    return image + " (pinned to " + hex.substring(0, Math.min(PIN_SHOWN, hex.length())) + ")";
  }

  static void conditions(Call call, List<Condition> conditions, @Nullable String since) {
    var table = Table.of("Type", "OK", "Age", "Reason");
    for (Condition condition : conditions) {
      table.row(condition.type(), condition.isMet(), call.age().of(since), condition.words());
    }
    call.console().print("");
    Sheet.heading(call.console(), "Conditions");
    table.print(call.console(), "  ");
  }

  /// Why it is not well, and when it is tried again.
  ///
  /// @param retry the command that does not wait for that
  static void diagnosis(
      Call call, @Nullable Diagnosis diagnosis, @Nullable String retryAt, String retry) {
    var console = call.console();
    if (diagnosis == null) {
      return;
    }
    console.print("");
    Sheet.heading(console, "Diagnosis");
    console.print("  " + Console.words(diagnosis).replace("\n", "\n  "));
    if (retryAt != null) {
      var wait = Duration.between(call.age().now(), Age.parse(retryAt));
      console.print(
          "  next attempt: %s; at once: %s"
              .formatted(wait.isPositive() ? "in " + Age.of(wait) : "now", retry));
    }
  }
}

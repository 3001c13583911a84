// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.EnvVar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One pass over the variables that are wanted for an [Environment].
final class EnvironmentReading {
  private static final Pattern NAME = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");

  private final Store store;
  private final String project;
  private final Map<String, String> byReference = new LinkedHashMap<>();
  private final Map<String, String> byName = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();

  EnvironmentReading(Store store, String project) {
    this.store = store;
    this.project = project;
  }

  void add(EnvVar variable) {
    switch (variable.type()) {
      case "literal" -> byName.put(text(variable.name()), text(variable.value()));
      case "secret_full_reference" ->
          all(Bag.secret(store, project, referenceOf(variable)), variable);
      case "config_map_full_reference" ->
          all(Bag.configMap(store, project, referenceOf(variable)), variable);
      case "secret_key_reference" ->
          one(Bag.secret(store, project, referenceOf(variable)), variable);
      case "config_map_key_reference" ->
          one(Bag.configMap(store, project, referenceOf(variable)), variable);
      default ->
          missing.add(
              "The environment variable '%s' is of the unknown type '%s'"
                  .formatted(text(variable.name()), variable.type()));
    }
  }

  private void all(Bag bag, EnvVar variable) {
    bag.content()
        .ifPresentOrElse(
            content -> content.forEach((key, value) -> keep(text(variable.prefix()) + key, value)),
            () -> missing.add(bag.absent()));
  }

  /// Keys that cannot be names, such as those that start with a digit, are left out as Kubernetes
  /// does it.
  private void keep(String name, String value) {
    if (NAME.matcher(name).matches()) {
      byReference.put(name, value);
    }
  }

  private void one(Bag bag, EnvVar variable) {
    String key = text(variable.key());
    bag.content()
        .ifPresentOrElse(
            content ->
                Optional.ofNullable(content.get(key))
                    .ifPresentOrElse(
                        value -> byName.put(text(variable.name()), value),
                        () -> missing.add(bag.without(key))),
            () -> missing.add(bag.absent()));
  }

  Environment result() {
    if (!missing.isEmpty()) {
      return new Environment.Missing(missing.stream().distinct().toList());
    }
    var variables = new LinkedHashMap<>(byReference);
    variables.putAll(byName);
    return new Environment.Complete(variables);
  }

  private static String referenceOf(EnvVar variable) {
    return text(variable.reference());
  }

  private static String text(@Nullable String maybe) {
    return Objects.requireNonNullElse(maybe, "");
  }
}

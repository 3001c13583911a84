// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Name;
import io.avaje.jsonb.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What may be done with what: `repository:samples/hello:pull,push`.
@Json
record Scope(String type, String name, Set<String> actions) {
  private static final Pattern FORM = Pattern.compile("([a-z]+)(?:\\([a-z]+\\))?:(.+):([^:]*)");
  private static final String REPOSITORY = "repository";

  Scope {
    actions = new TreeSet<>(actions);
  }

  static Scope of(Name repository, String... actions) {
    return new Scope(REPOSITORY, repository.path(), Set.of(actions));
  }

  static Scope catalog() {
    return new Scope("registry", "catalog", Set.of("*"));
  }

  /// Nothing when the text is no scope; to ask for nonsense is to ask for nothing.
  static Optional<Scope> parse(String text) {
    return Optional.of(FORM.matcher(text))
        .filter(Matcher::matches)
        .map(m -> new Scope(m.group(1), m.group(2), Set.of(distinct(m.group(3)))));
  }

  private static String[] distinct(String actions) {
    return List.of(actions.split(",")).stream().distinct().toArray(String[]::new);
  }

  boolean ofRepository() {
    return type.equals(REPOSITORY);
  }

  /// What of this is allowed. Who asks for everything gets everything that is.
  Scope only(Set<String> allowed) {
    var both = new TreeSet<>(actions.contains("*") ? allowed : actions);
    both.retainAll(allowed);
    return new Scope(type, name, both);
  }

  /// Whether who holds this may do all that the other asks for.
  boolean covers(Scope other) {
    return type.equals(other.type)
        && name.equals(other.name)
        && (actions.contains("*") || actions.containsAll(other.actions));
  }

  /// The actions from pull to push to delete, as clients are used to see them.
  @Override
  public String toString() {
    return type + ":" + name + ":" + String.join(",", ordered());
  }

  private List<String> ordered() {
    return actions.stream()
        .sorted(Comparator.comparingInt(List.of("pull", "push", "delete")::indexOf))
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A secret or a config map, as those who refer to it see them: named values, or nothing at all.
///
/// @param what `secret` or `config map`
record Bag(String what, String name, Optional<Map<String, String>> content) {
  static Bag secret(Store store, String project, String name) {
    var found = store.find(Kind.SECRET, new Key(project, name));
    return new Bag("secret", name, found.map(secret -> orEmpty(secret.wanted().data())));
  }

  static Bag configMap(Store store, String project, String name) {
    var found = store.find(Kind.CONFIG_MAP, new Key(project, name));
    return new Bag("config map", name, found.map(map -> orEmpty(map.wanted().data())));
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> values) {
    return values == null ? Map.of() : values;
  }

  String absent() {
    return "There is no %s '%s'".formatted(what, name);
  }

  String without(String key) {
    return "The %s '%s' has no key '%s'".formatted(what, name, key);
  }

  String unfit(String key) {
    return "The %s '%s' has the key '%s', which cannot be the name of a file"
        .formatted(what, name, key);
  }

  /// The values are secret.
  @Override
  public String toString() {
    return what + " " + name;
  }
}

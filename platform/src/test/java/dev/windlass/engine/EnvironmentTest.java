// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.ConfigMapPrototype;
import dev.windlass.api.EnvVar;
import dev.windlass.api.SecretPrototype;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EnvironmentTest {
  private final Store store = new FakeStore(InstantSource.system());

  @BeforeEach
  void fill() {
    store.create(
        Kind.SECRET,
        new Key("p", "db"),
        SecretPrototype.of("generic", "db", Map.of("USER", "ann", "PASS", "s3cret")));
    store.create(
        Kind.SECRET,
        new Key("p", "db2"),
        SecretPrototype.of("generic", "db2", Map.of("USER", "bob")));
    store.create(
        Kind.CONFIG_MAP,
        new Key("p", "conf"),
        new ConfigMapPrototype(
            "conf", Map.of("USER", "cleo", "MODE", "fast", "1st", "x", "a b", "y")));
    store.create(Kind.CONFIG_MAP, new Key("p", "none"), new ConfigMapPrototype("none", null));
    store.create(
        Kind.SECRET,
        new Key("other", "far"),
        SecretPrototype.of("generic", "far", Map.of("FAR", "away")));
  }

  record Row(String claim, List<EnvVar> wanted, Environment expected) {
    @Override
    public String toString() {
      return claim;
    }
  }

  static final List<Row> rows =
      List.of(
          row("nothing wanted", complete()),
          row("a literal", complete("A", "1"), literal("A", "1")),
          row(
              "a literal without a value is empty",
              complete("A", ""),
              new EnvVar(null, "A", null, null, "literal", null)),
          row(
              "the last literal of a name wins",
              complete("A", "2"),
              literal("A", "1"),
              literal("A", "2")),
          row("a whole secret", complete("USER", "ann", "PASS", "s3cret"), allOfSecret("db", null)),
          row(
              "a whole secret with a prefix",
              complete("DB_USER", "bob"),
              allOfSecret("db2", "DB_")),
          row(
              "the last of two whole references wins",
              complete("USER", "bob", "PASS", "s3cret"),
              allOfSecret("db", null),
              allOfSecret("db2", null)),
          row(
              "keys that cannot be names are left out",
              complete("USER", "cleo", "MODE", "fast"),
              allOfMap("conf", null)),
          row(
              "a prefix can make a name of a key",
              complete("_USER", "cleo", "_MODE", "fast", "_1st", "x"),
              allOfMap("conf", "_")),
          row("an empty config map sets nothing", complete(), allOfMap("none", null)),
          row(
              "one key of a secret under another name",
              complete("PW", "s3cret"),
              keyOfSecret("PW", "db", "PASS")),
          row(
              "one key of a config map",
              complete("MODE", "fast"),
              keyOfMap("MODE", "conf", "MODE")),
          row(
              "a key reference beats a later whole one",
              complete("USER", "bob", "PASS", "s3cret"),
              keyOfSecret("USER", "db2", "USER"),
              allOfSecret("db", null)),
          row(
              "a literal beats a later whole reference",
              complete("USER", "me"),
              literal("USER", "me"),
              allOfSecret("db2", null)),
          row(
              "a literal after a key reference wins",
              complete("USER", "me"),
              keyOfSecret("USER", "db", "USER"),
              literal("USER", "me")),
          row(
              "a key reference after a literal wins",
              complete("USER", "ann"),
              literal("USER", "me"),
              keyOfSecret("USER", "db", "USER")),
          row("a missing secret", missing("There is no secret 'gone'"), allOfSecret("gone", null)),
          row(
              "secrets of other projects are not seen",
              missing("There is no secret 'far'"),
              allOfSecret("far", null)),
          row(
              "a missing config map",
              missing("There is no config map 'gone'"),
              keyOfMap("A", "gone", "k")),
          row(
              "a missing key",
              missing("The secret 'db' has no key 'k'"),
              keyOfSecret("A", "db", "k")),
          row(
              "all that is missing is told, once",
              missing("There is no secret 'gone'", "The config map 'conf' has no key 'k'"),
              allOfSecret("gone", null),
              keyOfSecret("A", "gone", "k"),
              keyOfMap("B", "conf", "k"),
              literal("C", "3")),
          row(
              "an unknown type",
              missing("The environment variable 'A' is of the unknown type 'magic'"),
              new EnvVar(null, "A", null, null, "magic", null)));

  @ParameterizedTest
  @FieldSource("rows")
  void lookedUp(Row row) {
    assertThat(Environment.of(store, "p", row.wanted())).isEqualTo(row.expected());
  }

  @Test
  void printsNoValues() {
    assertThat(Environment.of(store, "p", List.of(allOfSecret("db", null))).toString())
        .doesNotContain("s3cret")
        .contains("PASS");
  }

  private static Row row(String claim, Environment expected, EnvVar... wanted) {
    return new Row(claim, List.of(wanted), expected);
  }

  private static Environment complete(String... pairs) {
    var variables = new HashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return new Environment.Complete(variables);
  }

  private static Environment missing(String... what) {
    return new Environment.Missing(List.of(what));
  }

  private static EnvVar literal(String name, String value) {
    return new EnvVar(null, name, null, null, "literal", value);
  }

  private static EnvVar allOfSecret(String secret, @Nullable String prefix) {
    return new EnvVar(null, null, prefix, secret, "secret_full_reference", null);
  }

  private static EnvVar allOfMap(String map, @Nullable String prefix) {
    return new EnvVar(null, null, prefix, map, "config_map_full_reference", null);
  }

  private static EnvVar keyOfSecret(String name, String secret, String key) {
    return new EnvVar(key, name, null, secret, "secret_key_reference", null);
  }

  private static EnvVar keyOfMap(String name, String map, String key) {
    return new EnvVar(key, name, null, map, "config_map_key_reference", null);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.SecretPrototype;
import dev.windlass.image.Credential;
import dev.windlass.image.Credentials;
import dev.windlass.image.Secret;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RegistrySecretTest {
  private static final String CONFIG =
      """
      {"auths": {
        "https://index.docker.io/v1/": {"auth": "%s"},
        "icr.io": {"username": "iamapikey", "password": "k:ey", "email": "a@b.c"},
        "broken.io": {"auth": "!!!"}}}
      """
          .formatted(base64("ann:pass:word"));

  private final Store store = new FakeStore(InstantSource.system());

  record Row(String claim, Map<String, String> content, Map<String, Credential> expected) {
    @Override
    public String toString() {
      return claim;
    }
  }

  static final List<Row> rows =
      List.of(
          new Row(
              "a registry secret is for its server",
              Map.of("server", "icr.io", "username", "ann", "password", "x", "email", "a@b.c"),
              Map.of("icr.io", known("ann", "x"))),
          new Row("a docker config is for many", Map.of(".dockerconfigjson", CONFIG), both()),
          new Row(
              "a docker config may be in Base64",
              Map.of(".dockerconfigjson", base64(CONFIG)),
              both()),
          new Row(
              "an empty user name gives way to what is in Base64",
              Map.of(
                  ".dockerconfigjson",
                  "{\"auths\":{\"a.io\":{\"username\":\"\",\"password\":\"\",\"auth\":\"%s\"}}}"
                      .formatted(base64("ann:x"))),
              Map.of("a.io", known("ann", "x"))),
          new Row(
              "an identity token is told from a password",
              Map.of(
                  ".dockerconfigjson",
                  "{\"auths\":{\"acr.example\":{\"auth\":\"MDAwMDo=\",\"identitytoken\":\"refresh\"}}}"),
              Map.of("acr.example", new Credential("", new Secret("refresh"), true))),
          new Row(
              "what is deeper than any such file names nobody",
              Map.of(".dockerconfigjson", "{\"auths\":" + "[".repeat(100_000)),
              Map.of()),
          new Row("half of it names nobody", Map.of(".dockerconfigjson", "{\"auths\":{"), Map.of()),
          new Row("no JSON names nobody", Map.of(".dockerconfigjson", "{oops"), Map.of()),
          new Row(
              "JSON of another kind names nobody", Map.of(".dockerconfigjson", "[1]"), Map.of()),
          new Row("other secrets name nobody", Map.of("token", "x"), Map.of()));

  @ParameterizedTest
  @FieldSource("rows")
  void found(Row row) {
    store.create(
        Kind.SECRET, new Key("p", "mine"), SecretPrototype.of("registry", "mine", row.content()));
    assertThat(RegistrySecret.of(store, "p", Optional.of("mine")))
        .isEqualTo(
            new RegistrySecret.Found(new Credentials(Optional.of("mine"), row.expected(), "p")));
  }

  @Test
  void noSecretIsNobody() {
    assertThat(RegistrySecret.of(store, "p", Optional.empty()))
        .isEqualTo(new RegistrySecret.Found(Credentials.NONE.of("p")));
  }

  @Test
  void aSecretThatIsNotThereIsMissing() {
    assertThat(RegistrySecret.of(store, "p", Optional.of("mine")))
        .isEqualTo(new RegistrySecret.Missing("mine"));
  }

  private static Map<String, Credential> both() {
    return Map.of(
        "https://index.docker.io/v1/",
        known("ann", "pass:word"),
        "icr.io",
        known("iamapikey", "k:ey"));
  }

  private static Credential known(String username, String password) {
    return new Credential(username, new Secret(password));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

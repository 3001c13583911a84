// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialsTest {
  private static final Optional<String> NAME = Optional.of("pull");

  @Test
  void readsWhatDockerWrites() {
    var read =
        Credentials.ofDockerConfig(
            NAME,
            """
            {"auths":{"https://index.docker.io/v1/":{"auth":"YWxpY2U6czpjcmV0"},
                      "icr.io":{"username":"iamapikey","password":"key","email":"a@b"}},
             "credsStore":"desktop"}\
            """);
    assertThat(read.at("docker.io")).hasValue(new Credential("alice", new Secret("s:cret")));
    assertThat(read.at("icr.io")).hasValue(new Credential("iamapikey", new Secret("key")));
    assertThat(read.at("evil-icr.io")).isEmpty();
    assertThat(read.secret()).isEqualTo(NAME);
  }

  @Test
  void readsWhatItWrites() {
    var ours =
        new Credentials(NAME, Map.of("localhost:5000", new Credential("ü", new Secret("p\"w"))));
    assertThat(Credentials.ofDockerConfig(NAME, ours.toDockerConfig().reveal())).isEqualTo(ours);
    assertThat(ours.toString() + ours.toDockerConfig()).doesNotContain("p\"w");
  }

  @Test
  void saysWhatIsWrongWithoutGivingItAway() {
    assertThatThrownBy(
            () -> Credentials.ofDockerConfig(NAME, "{\"auths\":{\"a\":{\"auth\":\"!pw\"}}}"))
        .isInstanceOf(InvalidName.class)
        .hasMessage(
            "'.dockerconfigjson' is not a registry secret: it has an 'auth' of a that is not Base64");
    assertThatThrownBy(() -> Credentials.ofDockerConfig(NAME, "s3cret"))
        .isInstanceOf(InvalidName.class)
        .hasMessageNotContaining("s3cret");
  }
}

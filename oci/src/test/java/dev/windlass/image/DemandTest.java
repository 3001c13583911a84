// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a registry may send whoever has to sign in.
class DemandTest {
  private static final String ELSEWHERE = "https://registry.example/v2/";

  private static Demand demand(String registry, String realm) throws Refused {
    var asking =
        new Asking(
            Reference.parse("registry.example/shop/web:v1"),
            Credentials.NONE,
            Steps.of(Progress.SILENT, InstantSource.system()));
    var address = URI.create(registry);
    var challenge = List.of("Bearer realm=\"%s\",service=\"s\"".formatted(realm));
    return Demand.of(
        asking,
        new Rebuff(
            Ask.get(address, Map.of()),
            new Refusal("GET", address, 401, "", ""),
            HttpHeaders.of(Map.of("WWW-Authenticate", challenge), (_, _) -> true),
            false));
  }

  @Test
  void aTokenServerElsewhereHasTls() throws Refused {
    assertThat(demand(ELSEWHERE, "https://auth.example/token")).isInstanceOf(Demand.Token.class);
    assertThatThrownBy(() -> demand(ELSEWHERE, "http://auth.example/token"))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1/t", "http://localhost/t", "https://[::1]/t"})
  void onlyARegistryOnThisMachineNamesATokenServerOnIt(String realm) throws Refused {
    assertThat(demand("http://localhost:5000/v2/", realm)).isInstanceOf(Demand.Token.class);
    assertThatThrownBy(() -> demand(ELSEWHERE, realm))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(((Failure.Misbehaved) refused.why()).oddity())
                    .isEqualTo(Failure.Misbehaved.Oddity.CHALLENGE));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void readsAttributesInAnyOrderQuotedOrNot() {
    var challenge =
        Challenge.best(
            Challenge.parse(
                List.of(
                    "Bearer scope=\"repository:a/b:pull,push\",  service=hub ,"
                        + " REALM=\"https://auth.example/token?x=1\", error=\"insufficient_scope\"")));
    assertThat(challenge).isPresent();
    assertThat(challenge.get().attribute("realm")).isEqualTo("https://auth.example/token?x=1");
    assertThat(challenge.get().attribute("service")).isEqualTo("hub");
    assertThat(challenge.get().attribute("scope")).isEqualTo("repository:a/b:pull,push");
    assertThat(challenge.get().attribute("nothing")).isEmpty();
  }

  @Test
  void prefersATokenWhereThereIsAChoice() {
    var two = List.of("Basic realm=\"R \\\"quoted\\\"\", Bearer realm=\"https://a/t\"");
    assertThat(Challenge.parse(two)).hasSize(2);
    assertThat(Challenge.parse(two).getFirst().attribute("realm")).isEqualTo("R \"quoted\"");
    assertThat(Challenge.best(Challenge.parse(two)).map(Challenge::scheme)).hasValue("bearer");
    assertThat(
            Challenge.best(Challenge.parse(List.of("Bearer service=x", "basic realm=y")))
                .map(Challenge::scheme))
        .hasValue("basic");
  }

  @Test
  void nonsenseIsNoChallenge() {
    assertThat(Challenge.best(Challenge.parse(List.of("", ",,,=", "Negotiate abc==")))).isEmpty();
  }
}

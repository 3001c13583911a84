// SPDX-License-Identifier: Apache-2.0
package dev.windlass.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
  private final Seal seal = new Seal("a key of thirty-two bytes, or so".getBytes(UTF_8));

  @Test
  void opensWhatItSealed() {
    var token = seal.token("{\"sub\":\"me\"}");
    assertThat(token.split("\\.")).hasSize(3);
    assertThat(seal.open(token).map(bytes -> new String(bytes, UTF_8)))
        .contains("{\"sub\":\"me\"}");
  }

  @Test
  void opensNothingOfOthers() {
    var other = new Seal("another key of thirty-two bytes.".getBytes(UTF_8)).token("{}");
    assertThat(seal.open(other)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "a", "a.b", "é.é.é"})
  void opensNoRubbish(String token) {
    assertThat(seal.open(token)).isEmpty();
  }

  @Test
  void opensNothingThatWasChanged() {
    var token = seal.token("{\"sub\":\"me\"}");
    for (int i = 0; i < token.length(); i++) {
      var other = token.charAt(i) == 'A' ? 'B' : 'A';
      var changed = token.substring(0, i) + other + token.substring(i + 1);
      // the last letter of base64 has bits that mean nothing; it is compared as text all the same
      assertThat(seal.open(changed)).as(changed).isEmpty();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {
  @ParameterizedTest
  @CsvSource({"90s, PT1M30S", "30m, PT30M", "12h, PT12H", "7d, PT168H", "2w, PT336H", "0s, PT0S"})
  void reads(String text, Duration means) {
    assertThat(Span.parse(text)).isEqualTo(means);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "h", "1.5h", "-1h", "1y", "1h30m", "99999999999d", "PT1H"})
  void refuses(String text) {
    assertThatThrownBy(() -> Span.parse(text)).hasMessageContaining("as in 12h or 30d");
  }
}

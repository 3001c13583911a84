// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void whatIsNotSetIsStandard() {
    assertThat(Limits.from(Map.of())).isEqualTo(Limits.STANDARD);
    assertThat(Limits.from(Map.of("limits.progress", "PT90S")).progress())
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void tellsAllMistakesAtOnce() {
    var wrong = Map.of("limits.progress", "soon", "limits.events", "0", "limits.evnets", "1");
    assertThatThrownBy(() -> Limits.from(wrong))
        .hasMessage(
            """
            limits.events is '0', needs to look like 1000
            limits.progress is 'soon', needs to look like PT1M
            limits.evnets is not a setting\
            """);
  }

  @Test
  void waitsDoubleUpToALimit() {
    assertThat(Limits.STANDARD.startRetry(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(Limits.STANDARD.startRetry(2)).isEqualTo(Duration.ofSeconds(20));
    assertThat(Limits.STANDARD.startRetry(99)).isEqualTo(Duration.ofMinutes(5));
    assertThat(Limits.STANDARD.restart(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Limits.STANDARD.restart(3)).isEqualTo(Duration.ofSeconds(8));
  }
}

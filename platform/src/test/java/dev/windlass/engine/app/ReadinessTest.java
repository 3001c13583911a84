// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final Probing PROBING =
      new Probing(
          Optional.empty(),
          8080,
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          2);

  private static Readiness after(Readiness before, Optional<String> found, Duration since) {
    return before.after(found, START.plus(since), PROBING, Limits.STANDARD);
  }

  private static Duration wait(Readiness readiness, Duration since) {
    return Duration.between(START.plus(since), readiness.next());
  }

  @Test
  void waitsForTheInitialDelay() {
    assertThat(Readiness.unknown(START, PROBING).next()).isEqualTo(START.plusSeconds(3));
  }

  @Test
  void probesAFewMillisecondsApartAtFirstAndThenLess() {
    var refused = Optional.of("refused");
    var unknown = Readiness.unknown(START, PROBING);
    var early = after(unknown, refused, Duration.ofMillis(10));
    assertThat(wait(early, Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(5));
    var later = after(early, refused, Duration.ofSeconds(20));
    assertThat(wait(later, Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(1));
    var late = after(later, refused, Duration.ofMinutes(60));
    assertThat(wait(late, Duration.ofMinutes(60))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void believesTheFirstSuccess() {
    var ready = after(Readiness.unknown(START, PROBING), Optional.empty(), Duration.ofSeconds(4));
    assertThat(ready.ready()).isTrue();
    assertThat(ready.since()).isEqualTo(START.plusSeconds(4));
    assertThat(wait(ready, Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void believesAFailureOnlyWhenItHappensAgain() {
    var refused = Optional.of("refused");
    var ready = after(Readiness.unknown(START, PROBING), Optional.empty(), Duration.ofSeconds(4));
    var doubted = after(ready, refused, Duration.ofSeconds(14));
    assertThat(doubted.ready()).isTrue();
    var down = after(doubted, refused, Duration.ofSeconds(24));
    assertThat(down.ready()).isFalse();
    assertThat(down.since()).isEqualTo(START.plusSeconds(24));
    assertThat(down.problem()).isEqualTo("refused");
  }
}

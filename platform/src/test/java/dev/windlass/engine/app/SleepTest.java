// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SleepTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private static Sleep after(String... naps) {
    var sleep = Sleep.NONE;
    for (var nap : naps) {
      sleep = sleep.asleep(NOON).awake(NOON.plus(Duration.parse(nap)));
    }
    return sleep;
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, FROZEN",
    "PT14M59S, FROZEN",
    "PT15M, CREATED",
    "PT23H59M, CREATED",
    "PT24H, COLD",
  })
  void anAppThatWasNeverSeenToWakeGoesDownByTheHour(String slept, Rung rung) {
    var sleep = Sleep.NONE.asleep(NOON);
    assertThat(sleep.rung(NOON.plus(Duration.parse(slept)), Rung.FROZEN)).isEqualTo(rung);
  }

  @Test
  void whatComesBackAfterAnHourIsKeptForTwo() {
    var sleep = after("PT1M", "PT1H", "PT5M").asleep(NOON);
    assertThat(sleep.rung(NOON.plus(Duration.ofMinutes(119)), Rung.FROZEN)).isEqualTo(Rung.FROZEN);
    assertThat(sleep.rung(NOON.plus(Duration.ofHours(2)), Rung.FROZEN)).isEqualTo(Rung.CREATED);
  }

  @Test
  void nothingIsKeptFrozenForDays() {
    var sleep = after("PT100H").asleep(NOON);
    assertThat(sleep.rung(NOON.plus(Duration.ofHours(6)), Rung.FROZEN)).isEqualTo(Rung.CREATED);
  }

  @Test
  void onlyTheLastNapsCount() {
    var naps = new String[9];
    Arrays.fill(naps, "PT1M");
    naps[0] = "PT3H";
    var sleep = after(naps).asleep(NOON);
    assertThat(sleep.rung(NOON.plus(Duration.ofHours(1)), Rung.FROZEN)).isEqualTo(Rung.CREATED);
  }

  @Test
  void theEngineMayAllowLess() {
    var sleep = Sleep.NONE.asleep(NOON);
    assertThat(sleep.rung(NOON, Rung.CREATED)).isEqualTo(Rung.CREATED);
    assertThat(sleep.rung(NOON, Rung.COLD)).isEqualTo(Rung.COLD);
  }

  @Test
  void whoMadeRoomIsFrozenAgainTheNextTime() {
    var squeezed = Sleep.NONE.asleep(NOON).squeeze();
    assertThat(squeezed.rung(NOON, Rung.FROZEN)).isEqualTo(Rung.CREATED);
    var again = squeezed.awake(NOON.plusSeconds(9)).asleep(NOON.plusSeconds(10));
    assertThat(again.rung(NOON.plusSeconds(11), Rung.FROZEN)).isEqualTo(Rung.FROZEN);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.InvalidName;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final String BERLIN = "Europe/Berlin";

  @ParameterizedTest
  @CsvSource({
    "* * * * *,              UTC, 2026-11-27T07:00:00Z, 2026-11-27T07:01:00Z",
    "* * * * *,              UTC, 2026-11-27T07:00:59.9Z, 2026-11-27T07:01:00Z",
    "*/15 * * * *,           UTC, 2026-11-27T07:50:00Z, 2026-11-27T08:00:00Z",
    "0 9 * * *,              Europe/Berlin, 2026-11-27T07:00:00Z, 2026-11-27T08:00:00Z",
    "0 9 * * *,              Asia/Kolkata, 2026-11-27T07:00:00Z, 2026-11-28T03:30:00Z",
    "0 0 29 2 *,             UTC, 2026-11-27T07:00:00Z, 2028-02-29T00:00:00Z",
    "0 9 * * mon-fri,        UTC, 2026-11-27T10:00:00Z, 2026-11-30T09:00:00Z",
    "0 9 * * 7,              UTC, 2026-11-27T10:00:00Z, 2026-11-29T09:00:00Z",
    "0 9 * * 0,              UTC, 2026-11-27T10:00:00Z, 2026-11-29T09:00:00Z",
    "0 0 1 jan *,            UTC, 2026-11-27T10:00:00Z, 2027-01-01T00:00:00Z",
    "'0 8-10,14 * * *',      UTC, 2026-11-27T10:30:00Z, 2026-11-27T14:00:00Z",
    // the 13th, and each Friday
    "0 0 13 * 5,             UTC, 2026-12-12T00:00:00Z, 2026-12-13T00:00:00Z",
    "0 0 13 * 5,             UTC, 2026-12-13T00:00:00Z, 2026-12-18T00:00:00Z",
  })
  void theNextTime(String fields, String zone, Instant after, Instant next) {
    assertThat(Schedule.parse(fields, zone).after(after)).contains(next);
  }

  /// In Berlin, 2026-03-29 goes from 2:00 to 3:00, and 2026-10-25 from 3:00 back to 2:00.
  @ParameterizedTest
  @CsvSource({
    // there is no 2:30 on that day
    "30 2 * * *, 2026-03-28T12:00:00Z, 2026-03-30T00:30:00Z",
    // the first of the two, and not the second
    "30 2 * * *, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
    "30 2 * * *, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    // each hour is each hour
    "30 * * * *, 2026-03-29T00:30:00Z, 2026-03-29T01:30:00Z",
    "30 * * * *, 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z",
    "30 * * * *, 2026-10-25T01:30:00Z, 2026-10-25T02:30:00Z",
  })
  void whenClocksChange(String fields, Instant after, Instant next) {
    assertThat(Schedule.parse(fields, BERLIN).after(after)).contains(next);
  }

  @Test
  void whatWasDueIsTheLatestAndHowManyCameBefore() {
    var each = Schedule.parse("*/10 * * * *", "UTC");
    var from = Instant.parse("2026-11-27T07:00:00Z");
    assertThat(each.due(from, from.plusSeconds(599))).isEmpty();
    assertThat(each.due(from, from.plusSeconds(600)))
        .isEqualTo(Optional.of(new Schedule.Due(from.plusSeconds(600), 0)));
    assertThat(each.due(from, from.plusSeconds(1_999)))
        .isEqualTo(Optional.of(new Schedule.Due(from.plusSeconds(1_800), 2)));
  }

  @ParameterizedTest
  @CsvSource({
    "61 * * * *,   UTC,       'not in range [0, 59]'",
    "* * * *,      UTC,       contains 4 parts",
    "* * * * * *,  UTC,       contains 6 parts",
    "5-1 * * * *,  UTC,       Invalid range",
    "every day,    UTC,       needs to be five fields",
    "@daily,       UTC,       needs to be five fields",
    "'',           UTC,       needs to be five fields",
    "0 0 31 2 *,   UTC,       names days that no year has",
    "* * * * *,    Berlin,    needs to be a name of the IANA database",
    "* * * * *,    '',        needs to be a name of the IANA database",
  })
  void whatCannotBeReadIsTold(String fields, String zone, String why) {
    assertThatThrownBy(() -> Schedule.parse(fields, zone))
        .isInstanceOf(InvalidName.class)
        .hasMessageContaining(why);
  }
}

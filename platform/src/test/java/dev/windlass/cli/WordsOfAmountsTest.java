// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsOfAmountsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:31:00Z");

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "9,9 B",
    "950,950 B",
    "1945,1.9 kB",
    "999499,999 kB",
    "999500,1.0 MB",
    "12582912,13 MB",
    "165000000,165 MB",
    "5300000000,5.3 GB"
  })
  void sizesAreShort(long bytes, String words) {
    assertThat(Amount.of(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"536870912,512 MB", "5368709120,5.1 GB", "0,0 B", "-1,Unlimited"})
  void quotasAreInTheMegabytesInWhichTheyAreSet(long bytes, String words) {
    assertThat(Amount.ofQuota(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T12:31:09Z,0 seconds ago",
    "2026-11-23T12:30:59Z,1 second ago",
    "2026-11-23T12:30:00Z,1 minute ago",
    "2026-11-23T11:00:00Z,1 hour ago",
    "2026-11-22T12:00:00Z,24 hours ago",
    "2026-11-20T12:00:00Z,3 days ago",
    "2026-11-09T12:00:00Z,2 weeks ago",
    "2026-05-23T12:00:00Z,6 months ago",
    "2020-05-23T12:00:00Z,6 years ago"
  })
  void agesAreInOneUnit(String time, String words) {
    assertThat(new Ago(NOW).of(time)).isEqualTo(words);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// How long ago something was, in a word: `42s`, `3m58s`, `31m`, `3h31m`, `5d22h`.
record Age(Instant now) {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /// Of an RFC 3339 time; empty when there is none.
  String of(@Nullable String time) {
    return time == null ? "" : of(Duration.between(parse(time), now));
  }

  static Instant parse(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }

  /// The more time has passed, the coarser the word.
  static String of(Duration duration) {
    long s = Math.max(0, duration.toSeconds());
    if (s < 2 * MINUTE) {
      return s + "s";
    }
    if (s < 10 * MINUTE) {
      return two(s / MINUTE, "m", s % MINUTE, "s");
    }
    if (s < 3 * HOUR) {
      return s / MINUTE + "m";
    }
    if (s < 8 * HOUR) {
      return two(s / HOUR, "h", s % HOUR / MINUTE, "m");
    }
    if (s < 2 * DAY) {
      return s / HOUR + "h";
    }
    return s < 8 * DAY ? two(s / DAY, "d", s % DAY / HOUR, "h") : s / DAY + "d";
  }

  private static String two(long big, String bigUnit, long small, String smallUnit) {
    return big + bigUnit + (small == 0 ? "" : small + smallUnit);
  }
}

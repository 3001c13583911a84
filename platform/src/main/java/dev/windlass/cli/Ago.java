// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long ago something was, in words: `2 weeks ago`.
record Ago(Instant now) {
  /// @param seconds since 1970; 0 when nobody knows
  String of(@Nullable Long seconds) {
    return seconds == null || seconds == 0 ? "1970-01-01" : of(Instant.ofEpochSecond(seconds));
  }

  /// Of an RFC 3339 time; empty when there is none.
  String of(@Nullable String time) {
    return time == null ? "" : of(Age.parse(time));
  }

  private String of(Instant then) {
    return words(Math.max(0, Duration.between(then, now).toSeconds())) + " ago";
  }

  private static String words(long seconds) {
    long minutes = seconds / 60;
    long hours = minutes / 60;
    long days = hours / 24;
    if (minutes == 0) {
      return count(seconds, "second");
    }
    if (hours == 0) {
      return count(minutes, "minute");
    }
    if (days < 2) {
      return count(hours, "hour");
    }
    if (days < 14) {
      return count(days, "day");
    }
    if (days < 60) {
      return count(days / 7, "week");
    }
    return days < 730 ? count(days / 30, "month") : count(days / 365, "year");
  }

  static String count(long many, String what) {
    return many + " " + what + (many == 1 ? "" : "s");
  }
}

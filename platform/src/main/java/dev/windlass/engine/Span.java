// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.image.InvalidName;
import java.time.Duration;
import java.util.regex.Pattern;

/// Times as people write them: `90s`, `30m`, `12h`, `7d`, `2w`. What is none throws [InvalidName].
public final class Span {
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})([smhdw])");
  private static final String RULE =
      "needs a whole number and one of s, m, h, d, w, as in 12h or 30d";

  private Span() {}

  public static Duration parse(String text) {
    var match = SPAN.matcher(text);
    if (!match.matches()) {
      throw new InvalidName("time", text, RULE);
    }
    long number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      case "w" -> Duration.ofDays(7 * number);
      case String other -> throw new IllegalStateException(other);
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.CodeEngineReason;
import dev.windlass.diagnose.Family;
import java.util.Arrays;

/// The closed list of causes, as people read of it.
final class CauseList {
  private CauseList() {}

  /// In Markdown: a section for each family, and in it one for each cause.
  static String text() {
    var text = new StringBuilder();
    for (var family : Family.values()) {
      text.append("## ").append(family.title()).append("\n\n");
      Arrays.stream(Cause.values())
          .filter(cause -> cause.family() == family)
          .forEach(cause -> text.append(section(cause)));
    }
    return text.toString();
  }

  private static String section(Cause cause) {
    return """
    ### %s

    %s.

    - what mends it: %s
    - trying again: %s
    - Code Engine's nearest reason: %s

    """
        .formatted(
            cause.id(), capital(cause.sentence()), cause.remedy(), again(cause), nearest(cause));
  }

  private static String nearest(Cause cause) {
    return switch (cause) {
      case NOTHING, UNDETERMINED -> "none";
      case NAME_INVALID,
          NAME_TAKEN,
          SETTING_INVALID,
          QUOTA_REACHED,
          JOB_ABSENT,
          IMAGE_FIXED,
          RUN_TOO_BIG ->
          "none; the request is refused";
      default -> "`" + CodeEngineReason.of(cause) + "`";
    };
  }

  private static String capital(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String again(Cause cause) {
    return switch (cause.retry()) {
      case TRANSIENT -> "may help; the engine does, with longer and longer pauses";
      case RATE_LIMITED -> "helps after the pause that the registry asks for; the engine does then";
      case PERMANENT -> "does not help until something is changed";
      case LOCAL -> "may help when there is room on this machine; the engine does";
    };
  }
}

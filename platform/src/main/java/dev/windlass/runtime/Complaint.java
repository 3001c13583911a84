// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.util.Locale;

/// What crun or runc says when it cannot start a process.
final class Complaint {
  private Complaint() {}

  /// What the words are about.
  static Start.Kind kind(String words) {
    var text = words.toLowerCase(Locale.ROOT);
    if (text.contains("exec format error")) {
      return Start.Kind.EXEC_FORMAT;
    }
    return aboutTheProgram(text) ? Start.Kind.EXECUTABLE_NOT_FOUND : Start.Kind.OTHER;
  }

  /// Whether a line that a container printed before it ended is really the runtime's, which has
  /// nowhere else to say it once the container was asked to start.
  static boolean printed(String line) {
    return line.startsWith("exec container process ")
        || (line.startsWith("exec /") && kind(line) != Start.Kind.OTHER);
  }

  private static boolean aboutTheProgram(String text) {
    return text.contains("not found in $path")
        || text.contains("open executable")
        || (text.contains("exec") && text.contains("no such file or directory"))
        || (text.contains("exec") && text.contains("permission denied"))
        || (text.contains("exec") && text.contains("is a directory"));
  }
}

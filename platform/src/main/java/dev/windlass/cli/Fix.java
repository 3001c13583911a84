// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.regex.Pattern;

/// What to do now, with the command on a line of its own, to be pasted.
final class Fix {
  /// Where what to say ends and what to paste begins.
  private static final Pattern COMMAND =
      Pattern.compile(
          ": (?=(windlass|curl|podman|docker|skopeo|openssl|getent|df|dmesg|cp|ibmcloud|ss|cat|"
              + "apt-get|modprobe|timedatectl|HTTPS_PROXY=)\\b)");

  private Fix() {}

  static String onLines(String fix) {
    return COMMAND.matcher(fix).replaceFirst(":\n  ");
  }

  /// The same where the fix is a part of what is said, with its name in front.
  static String under(String words) {
    return COMMAND.matcher(words).replaceAll(":\n         ");
  }
}

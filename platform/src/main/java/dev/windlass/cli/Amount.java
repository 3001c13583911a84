// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Sizes as people read them: `165 MB`, `5.1 GB`, `0 B`.
final class Amount {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final double MEGABYTE_OF_QUOTAS = 1.048576; // limits are set in 1,048,576 bytes

  private Amount() {}

  static String of(@Nullable Long bytes) {
    return of(bytes == null ? 0 : bytes);
  }

  static String of(long bytes) {
    double rest = bytes;
    int unit = 0;
    while (rest >= 999.5 && unit < UNITS.length - 1) {
      rest /= 1000;
      unit++;
    }
    boolean fine = rest < 9.95 && unit > 0;
    return String.format(Locale.ROOT, fine ? "%.1f %s" : "%.0f %s", rest, UNITS[unit]);
  }

  /// A limit, or what is used of it: 512 MB of a quota are 536,870,912 bytes.
  static String ofQuota(@Nullable Long bytes) {
    if (bytes != null && bytes < 0) {
      return "Unlimited";
    }
    return of(Math.round((bytes == null ? 0 : bytes) / MEGABYTE_OF_QUOTAS));
  }
}

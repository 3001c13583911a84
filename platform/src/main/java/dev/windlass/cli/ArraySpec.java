// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import org.jspecify.annotations.Nullable;

/// Which indexes a job runs: `0`, `1,3,6`, `1-5,7-8`.
final class ArraySpec {
  private ArraySpec() {}

  /// How many they are; null when the text is none that we know.
  static @Nullable Integer size(@Nullable String spec) {
    if (spec == null || spec.isEmpty()) {
      return null;
    }
    int size = 0;
    try {
      for (var part : spec.split(",", -1)) {
        int dash = part.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
        size += last - first + 1;
      }
      return size;
    } catch (NumberFormatException unknown) {
      return null;
    }
  }
}

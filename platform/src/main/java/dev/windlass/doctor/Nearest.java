// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Which words come nearest to one that is not there.
public final class Nearest {
  private Nearest() {}

  /// Those that need the fewest changes, the nearest first; none that is quite another word.
  static List<String> of(String word, Collection<String> words, int most) {
    return words.stream()
        .filter(other -> distance(word, other) <= Math.max(2, word.length() / 2))
        .sorted(
            Comparator.comparingInt((String other) -> distance(word, other))
                .thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .toList();
  }

  /// How many letters must be added, removed or changed (Levenshtein).
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

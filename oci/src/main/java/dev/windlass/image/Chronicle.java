// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What happened, in order. When it is too much, the beginning, the end and what is decisive are
/// kept. For one thread at a time.
final class Chronicle<T> {
  private final int most;
  private final Predicate<T> decisive;
  private final List<T> all = new ArrayList<>();

  /// @param decisive what is the last to be forgotten
  Chronicle(int most, Predicate<T> decisive) {
    this.most = most;
    this.decisive = decisive;
  }

  void add(T one) {
    all.add(one);
    if (all.size() > most) {
      all.remove(leastWanted());
    }
  }

  private int leastWanted() {
    for (int i = most / 2; i < most; i++) {
      if (!decisive.test(all.get(i))) {
        return i;
      }
    }
    return most / 2;
  }

  List<T> all() {
    return List.copyOf(all);
  }
}

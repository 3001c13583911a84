// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.util.BitSet;

/// Small numbers that are each held by one container. A number that was given back is the last to
/// be given out again, so that late traffic for its former holder reaches nobody.
final class Slots {
  private final int first;
  private final int end;
  private final BitSet taken = new BitSet();
  private int next;

  /// The numbers from `first` to just before `end`.
  Slots(int first, int end) {
    this.first = first;
    this.end = end;
    this.next = first;
  }

  /// Marks a number that is in use already.
  synchronized void keep(int slot) {
    taken.set(slot);
    next = Math.max(next, slot + 1);
  }

  synchronized int take() {
    int slot = taken.nextClearBit(next);
    if (slot >= end) {
      slot = taken.nextClearBit(first);
    }
    if (slot >= end) {
      throw new IllegalStateException("all %,d addresses are in use".formatted(end - first));
    }
    taken.set(slot);
    next = slot + 1;
    return slot;
  }

  synchronized void giveBack(int slot) {
    taken.clear(slot);
  }
}

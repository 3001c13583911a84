// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.List;

/// How long the requests of a host took, from when they came to when they were over, WebSockets
/// included.
///
/// @param counts of those that took at most as long as each of [#BOUNDS] and longer than the one
///   before; one more for longer than all
/// @param nanos of all together
public record Took(List<Long> counts, long nanos) {
  /// In milliseconds, the shortest first.
  public static final List<Integer> BOUNDS =
      List.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);

  public static final Took NOTHING = new Took(List.of(), 0);

  public Took {
    counts = List.copyOf(counts);
  }
}

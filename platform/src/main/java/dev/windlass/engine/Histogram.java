// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How often something took how long, as Prometheus has it.
///
/// @param bounds in seconds, the shortest first
/// @param counts how often it took at most as long as each bound and longer than the one before;
///   one more for longer than all
/// @param sum of all, in seconds
public record Histogram(List<Double> bounds, List<Long> counts, double sum) {
  public Histogram {
    bounds = List.copyOf(bounds);
    counts = List.copyOf(counts);
  }

  /// For what takes from a millisecond to half a minute.
  public static final List<Double> USUAL =
      List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);

  /// Of nothing so far.
  public static Histogram of(List<Double> bounds) {
    return new Histogram(bounds, Collections.nCopies(bounds.size() + 1, 0L), 0);
  }

  /// With one more.
  public Histogram with(double seconds) {
    int place = (int) bounds.stream().filter(bound -> bound < seconds).count();
    var more = new ArrayList<>(counts);
    more.set(place, more.get(place) + 1);
    return new Histogram(bounds, more, sum + seconds);
  }

  /// How often it happened.
  public long count() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}

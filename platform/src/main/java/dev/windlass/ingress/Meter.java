// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.Arrays;

/// Counts the requests that go one way and the time they take. Safe to share between threads.
final class Meter {
  private long requests;
  private long busyNanos;
  private long counted = System.nanoTime();
  private int here;
  private final Counts took = new Counts();
  private final Counts firstBytes = new Counts();

  /// How long things took, each counted once.
  private static final class Counts {
    private final long[] counts = new long[Took.BOUNDS.size() + 1];
    private long nanos;

    void add(long took) {
      nanos += took;
      counts[place(took)]++;
    }

    Took all() {
      return new Took(Arrays.stream(counts).boxed().toList(), nanos);
    }
  }

  synchronized void arrived() {
    count();
    requests++;
    here++;
  }

  /// @param nanos how long it was here
  synchronized void left(long nanos) {
    count();
    here--;
    took.add(nanos);
  }

  /// Somebody who had waited for a backend got the first byte of his answer.
  ///
  /// @param nanos from when there was a backend
  synchronized void woken(long nanos) {
    firstBytes.add(nanos);
  }

  synchronized Took firstBytes() {
    return firstBytes.all();
  }

  private static int place(long nanos) {
    int place = 0;
    while (place < Took.BOUNDS.size() && nanos > Took.BOUNDS.get(place) * 1_000_000L) {
      place++;
    }
    return place;
  }

  synchronized Took took() {
    return took.all();
  }

  synchronized Demand demand() {
    count();
    return new Demand(requests, busyNanos, here);
  }

  private void count() {
    long now = System.nanoTime();
    busyNanos += here * (now - counted);
    counted = now;
  }
}

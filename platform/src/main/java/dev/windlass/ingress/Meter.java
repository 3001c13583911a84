// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.Arrays;

/// Counts the requests that go one way and the time they take. Safe to share between threads.
final class Meter {
  private long requests;
  private long busyNanos;
  private long counted = System.nanoTime();
  private int here;
  private final long[] took = new long[Took.BOUNDS.size() + 1];
  private long tookNanos;

  synchronized void arrived() {
    count();
    requests++;
    here++;
  }

  /// @param nanos how long it was here
  synchronized void left(long nanos) {
    count();
    here--;
    tookNanos += nanos;
    took[place(nanos)]++;
  }

  private static int place(long nanos) {
    int place = 0;
    while (place < Took.BOUNDS.size() && nanos > Took.BOUNDS.get(place) * 1_000_000L) {
      place++;
    }
    return place;
  }

  synchronized Took took() {
    return new Took(Arrays.stream(took).boxed().toList(), tookNanos);
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

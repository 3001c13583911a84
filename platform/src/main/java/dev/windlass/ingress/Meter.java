// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

/// Counts the requests of one host and the time they take. Safe to share between threads.
final class Meter {
  private long requests;
  private long busyNanos;
  private long counted = System.nanoTime();
  private int here;

  synchronized void arrived() {
    count();
    requests++;
    here++;
  }

  synchronized void left() {
    count();
    here--;
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

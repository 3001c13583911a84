// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.Vertx;
import java.time.Duration;

/// Rings once when a request has been here for long enough. Counts from its arrival, however often
/// the limit changes.
final class Patience {
  private static final long NO_TIMER = -1;
  private static final Duration LONGEST = Duration.ofDays(1);

  private final long arrival = System.nanoTime();
  private final Vertx vertx;
  private final Runnable end;
  private long timer = NO_TIMER;

  Patience(Vertx vertx, Runnable end) {
    this.vertx = vertx;
    this.end = end;
  }

  void lasts(Duration limit) {
    stop();
    Duration most = limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
    long left = most.toMillis() - (System.nanoTime() - arrival) / 1_000_000;
    timer = vertx.setTimer(Math.max(1, left), _ -> end.run());
  }

  void stop() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }
}

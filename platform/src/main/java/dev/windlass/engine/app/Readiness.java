// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the probes of one container said so far.
///
/// @param failures in a row
/// @param since when it began to be, or not to be, ready
/// @param next when to probe again
/// @param problem what the last probe said; empty when it was well
record Readiness(boolean ready, int failures, Instant since, Instant next, String problem) {
  /// How much longer than the time already waited the next wait may make it, at most.
  private static final int PART = 20;

  boolean isWell() {
    return ready && failures == 0;
  }

  static Readiness unknown(Instant now, Probing probing) {
    return new Readiness(false, 0, now, now.plus(probing.initialDelay()), "");
  }

  /// Of one that is alive until its probes say otherwise.
  static Readiness alive(Instant now, Probing probing) {
    return new Readiness(true, 0, now, now.plus(probing.initialDelay()), "");
  }

  /// After one more probe, which found a problem or none.
  Readiness after(Optional<String> found, Instant now, Probing probing, Limits limits) {
    return found
        .map(why -> failed(why, now, probing, limits))
        .orElseGet(
            () -> new Readiness(true, 0, ready ? since : now, now.plus(probing.interval()), ""));
  }

  private Readiness failed(String why, Instant now, Probing probing, Limits limits) {
    if (ready && failures + 1 < probing.failures()) {
      return new Readiness(true, failures + 1, since, now.plus(probing.interval()), why);
    }
    Instant start = ready ? now : since;
    return new Readiness(
        false, failures + 1, start, now.plus(pause(start, now, probing, limits)), why);
  }

  /// A few milliseconds at first, then a part of the time it took so far, so that a slow start
  /// costs few probes and a fast one little time.
  private static Duration pause(Instant since, Instant now, Probing probing, Limits limits) {
    Duration part = Duration.between(since, now).dividedBy(PART);
    Duration atLeast = part.compareTo(limits.firstProbe()) < 0 ? limits.firstProbe() : part;
    return atLeast.compareTo(probing.interval()) < 0 ? atLeast : probing.interval();
  }
}

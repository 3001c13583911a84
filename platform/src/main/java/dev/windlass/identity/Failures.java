// SPDX-License-Identifier: Apache-2.0
package dev.windlass.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts who showed a wrong key, by their address, and makes those wait who did so too often.
/// Keeps the last addresses only. Safe to share between threads.
final class Failures {
  private static final int MOST = 10;
  private static final int ADDRESSES = 10_000;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private record Count(Instant since, int failures) {}

  private final InstantSource clock;
  private final Map<String, Count> counts = // guarded by this
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > ADDRESSES;
        }
      };

  Failures(InstantSource clock) {
    this.clock = clock;
  }

  /// How long whoever asks from there has to wait; zero for most.
  synchronized Duration pause(String address) {
    var count = counts.get(address);
    if (count == null || count.failures < MOST) {
      return Duration.ZERO;
    }
    var left = Duration.between(clock.instant(), count.since.plus(WINDOW));
    if (left.isPositive()) {
      return left;
    }
    counts.remove(address);
    return Duration.ZERO;
  }

  synchronized void failed(String address) {
    var now = clock.instant();
    counts.merge(
        address,
        new Count(now, 1),
        (before, _) ->
            before.since.plus(WINDOW).isBefore(now)
                ? new Count(now, 1)
                : new Count(before.since, before.failures + 1));
  }
}

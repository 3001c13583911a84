// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// How long each part of a start took. For one thread.
final class Laps {
  private final Map<Start.Phase, Duration> all = new EnumMap<>(Start.Phase.class);
  private long since = System.nanoTime();

  /// What was done since the last call, or since this was made.
  void end(Start.Phase phase) {
    long now = System.nanoTime();
    all.merge(phase, Duration.ofNanos(now - since), Duration::plus);
    since = now;
  }

  Map<Start.Phase, Duration> all() {
    return Map.copyOf(all);
  }
}

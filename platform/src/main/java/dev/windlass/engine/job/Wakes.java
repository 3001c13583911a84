// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Alarm;
import dev.windlass.engine.Key;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/// Sees to it that a run is looked at again at some time. There is one such time for each run, the
/// earliest that was asked for: a run that is looked at often must not leave an alarm behind each
/// time, as each of them would lead to another.
final class Wakes {
  /// Compared by identity: two alarms for the same time are two.
  private static final class Wake {
    private final Instant when;

    Wake(Instant when) {
      this.when = when;
    }
  }

  private final Alarm alarm;
  private final Consumer<Key> nudge;
  private final ConcurrentMap<Key, Wake> next = new ConcurrentHashMap<>();

  Wakes(Alarm alarm, Consumer<Key> nudge) {
    this.alarm = alarm;
    this.nudge = nudge;
  }

  void at(Key key, Instant when, Instant now) {
    var wake = new Wake(when);
    var kept = next.merge(key, wake, (old, young) -> young.when.isBefore(old.when) ? young : old);
    if (kept == wake) {
      alarm.ring(Planning.until(when, now), () -> rung(key, wake));
    }
  }

  private void rung(Key key, Wake wake) {
    if (next.remove(key, wake)) {
      nudge.accept(key);
    }
  }

  void forget(Key key) {
    next.remove(key);
  }

  boolean empty() {
    return next.isEmpty();
  }
}

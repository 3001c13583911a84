// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.Alarm;
import dev.windlass.engine.Store;
import java.time.Duration;
import java.time.InstantSource;

/// Deletes for good, once an hour, the projects that were soft-deleted seven days ago. Closing it
/// stops that.
public final class Reaper implements AutoCloseable {
  private static final Duration EVERY = Duration.ofHours(1);

  private final Store store;
  private final InstantSource clock;
  private final Alarm alarm;
  private volatile boolean closed;

  private Reaper(Store store, InstantSource clock, Alarm alarm) {
    this.store = store;
    this.clock = clock;
    this.alarm = alarm;
  }

  public static Reaper start(Store store, InstantSource clock, Alarm alarm) {
    var reaper = new Reaper(store, clock, alarm);
    reaper.look();
    return reaper;
  }

  private void look() {
    if (!closed) {
      ProjectLife.expire(store, clock.instant());
      alarm.ring(EVERY, this::look);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until somebody moves its hands.
final class HandClock implements InstantSource {
  private volatile Instant now;

  HandClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void forward(Duration time) {
    now = now.plus(time);
  }

  void set(String time) {
    now = Instant.parse(time);
  }
}

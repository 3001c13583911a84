// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.cron;

import java.time.Duration;

/// How often an app is asked that does not agree.
///
/// @param attempts at most
/// @param first the pause after the first of them; each further one is twice as long
record Pauses(int attempts, Duration first) {
  static final Pauses STANDARD = new Pauses(5, Duration.ofSeconds(1));

  /// @param attempt from 1
  Duration after(int attempt) {
    return first.multipliedBy(1L << (attempt - 1));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.time.Duration;

/// Runs something later. Tests pass one that they ring by hand.
@FunctionalInterface
public interface Alarm {
  void ring(Duration after, Runnable action);
}

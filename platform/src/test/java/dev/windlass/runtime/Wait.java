// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;

/// Waits in tests for something to become true.
final class Wait {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Wait() {}

  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  static void until(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        fail("not within %s: %s", PATIENCE, what);
      }
      Thread.sleep(5);
    }
  }
}

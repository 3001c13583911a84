// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.function.BooleanSupplier;

/// Waits until something holds that nobody announces.
final class Eventually {
  private static final long DEADLINE_NANOS = 10_000_000_000L;

  private Eventually() {}

  static void holds(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        throw new AssertionError("it did not come true within 10 s");
      }
      Thread.sleep(2);
    }
  }
}

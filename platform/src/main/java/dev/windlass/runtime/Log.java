// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// What one container printed, line by line, oldest first.
public interface Log {
  /// One line, without its line feed.
  record Line(Instant at, boolean error, String text) {}

  /// Whoever reads. May throw to end the reading, as when the client went away.
  @FunctionalInterface
  interface Reader {
    void line(Line line) throws IOException;
  }

  /// Reads the last `tail` lines, or all when it is negative; then returns, or, while `follow` says
  /// so and the container has not ended, waits for more.
  void read(int tail, BooleanSupplier follow, Reader reader)
      throws IOException, InterruptedException;
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Limits;
import dev.windlass.image.Failure;
import java.time.Duration;
import java.util.Optional;

/// When to try again what did not work.
sealed interface Pace {
  /// It may be over in a moment: soon, then later each time.
  record Soon() implements Pace {}

  /// As the failure of the pull says.
  record OfPull(Failure failure) implements Pace {}

  /// It will be no better until what is wanted, or what it refers to, is changed.
  record Never() implements Pace {}

  /// The wait after so many failures in a row; empty for ever.
  ///
  /// @param chance from 0 to 1
  default Optional<Duration> wait(int failures, Limits limits, double chance) {
    return switch (this) {
      case Soon() -> Optional.of(limits.startRetry(failures));
      case OfPull(var failure) -> limits.pulls().pause(failure, failures, chance);
      case Never() -> Optional.empty();
    };
  }
}

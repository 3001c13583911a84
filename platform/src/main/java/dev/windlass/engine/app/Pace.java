// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Limits;
import dev.windlass.image.Failure;
import java.time.Duration;
import java.util.Optional;

/// When to try again what did not work.
sealed interface Pace {
  /// It may be over in a moment: soon, then later each time, but not before `atLeast`.
  record Soon(Duration atLeast) implements Pace {}

  /// Somebody has to do something elsewhere: now and then.
  record Slowly() implements Pace {}

  /// It will be no better until what is wanted, or what it refers to, is changed.
  record Never() implements Pace {}

  /// The wait after so many failures in a row; empty for ever.
  default Optional<Duration> wait(int failures, Limits limits) {
    return switch (this) {
      case Soon(var atLeast) -> Optional.of(longer(limits.pullRetry(failures), atLeast));
      case Slowly() -> Optional.of(limits.lastPullRetry());
      case Never() -> Optional.empty();
    };
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  static Pace of(Failure failure) {
    return switch (failure) {
      case Failure.Unreachable _, Failure.Misbehaved _, Failure.Corrupt _, Failure.Local _ ->
          new Soon(Duration.ZERO);
      case Failure.Throttled throttled -> new Soon(throttled.retryAfter());
      case Failure.Mirrored mirrored -> of(mirrored.decisive());
      case Failure.UnknownManifest _,
          Failure.UnknownRepository _,
          Failure.MissingCredentials _,
          Failure.WrongCredentials _,
          Failure.Denied _ ->
          new Slowly();
      case Failure.MissingSecret _,
          Failure.WrongPlatform _,
          Failure.Unsupported _,
          Failure.BadLayer _ ->
          new Never();
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.image.Failure;
import java.time.Duration;
import java.util.Optional;

/// Whether a pull that failed may work later though nobody changes anything. A run waits for that,
/// and fails at once otherwise: it would only hide the reason. The one place that decides it.
final class Hope {
  private static final int SERVER_ERROR = 500;

  private Hope() {}

  /// How long to wait at least; empty when there is no hope.
  static Optional<Duration> of(Failure failure) {
    return switch (failure) {
      case Failure.Throttled(_, var retryAfter, _) -> Optional.of(retryAfter);
      case Failure.Unreachable(_, _, var trouble, _) -> soonIf(passes(trouble));
      case Failure.Misbehaved(_, var refusal) -> soonIf(refusal.status() >= SERVER_ERROR);
      case Failure.Local _ -> soonIf(true); // somebody may make room on the disk
      case Failure.Mirrored mirrored -> of(mirrored.decisive());
      case Failure.UnknownManifest _,
          Failure.UnknownRepository _,
          Failure.MissingCredentials _,
          Failure.MissingSecret _,
          Failure.WrongCredentials _,
          Failure.Denied _,
          Failure.WrongPlatform _,
          Failure.Unsupported _,
          Failure.Corrupt _,
          Failure.BadLayer _ ->
          soonIf(false);
    };
  }

  private static boolean passes(Failure.Unreachable.Trouble trouble) {
    return switch (trouble) {
      case TIMEOUT, BROKEN -> true;
      case UNKNOWN_HOST, REFUSED, TLS -> false;
    };
  }

  private static Optional<Duration> soonIf(boolean hope) {
    return hope ? Optional.of(Duration.ZERO) : Optional.empty();
  }
}

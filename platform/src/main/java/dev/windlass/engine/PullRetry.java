// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Retry;
import dev.windlass.image.Failure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// When a pull that failed is tried again. The one place that decides it, for apps and job runs.
///
/// @param first after the first failure; doubles with each
/// @param last the most of these
/// @param seldom how often it is looked whether somebody mended elsewhere what we cannot see
public record PullRetry(Duration first, Duration last, Duration seldom) {
  /// As users of Kubernetes know it.
  public static final PullRetry STANDARD =
      new PullRetry(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(15));

  private static final int DOUBLINGS = 20;
  private static final double JITTER = 0.2;

  /// What is wrong with bytes that a digest names stays wrong, and of what belongs to a project we
  /// are told when it changes.
  private static final Set<Cause> OF_WHAT_IS_WANTED =
      EnumSet.of(
          Cause.SECRET_ABSENT,
          Cause.PLATFORM_ABSENT,
          Cause.MANIFEST_UNSUPPORTED,
          Cause.MANIFEST_OUTDATED,
          Cause.NOT_AN_IMAGE,
          Cause.MANIFEST_BROKEN,
          Cause.CONFIG_BROKEN,
          Cause.LAYER_UNSUPPORTED,
          Cause.LAYER_BROKEN,
          Cause.LAYER_NOT_THE_CONFIGS,
          Cause.LAYER_TOO_BIG,
          Cause.LAYER_ESCAPES);

  /// Whether it may work later though nobody changes anything.
  public static boolean passes(Failure failure) {
    return Cause.of(failure).retry() != Retry.PERMANENT;
  }

  /// How long to wait; empty for ever, until something is changed.
  ///
  /// @param failures in a row, the one just now among them
  /// @param chance from 0 to 1: not all who failed together are to come again together
  public Optional<Duration> pause(Failure failure, int failures, double chance) {
    var cause = Cause.of(failure);
    return switch (cause.retry()) {
      case TRANSIENT, LOCAL -> Optional.of(less(backOff(failures), chance));
      case RATE_LIMITED -> Optional.of(more(longer(backOff(failures), asked(failure)), chance));
      case PERMANENT ->
          OF_WHAT_IS_WANTED.contains(cause)
              ? Optional.empty()
              : Optional.of(longer(less(seldom, chance), asked(failure)));
    };
  }

  private Duration backOff(int failures) {
    var wait = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, DOUBLINGS));
    return wait.compareTo(last) < 0 ? wait : last;
  }

  /// What the registry asks us to wait at least.
  private static Duration asked(Failure failure) {
    return switch (failure) {
      case Failure.Throttled throttled -> throttled.retryAfter();
      case Failure.Mirrored mirrored -> asked(mirrored.decisive());
      case Failure _ -> Duration.ZERO;
    };
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static Duration less(Duration wait, double chance) {
    return wait.minusMillis((long) (wait.toMillis() * JITTER * chance));
  }

  private static Duration more(Duration wait, double chance) {
    return wait.plusMillis((long) (wait.toMillis() * JITTER * chance));
  }
}

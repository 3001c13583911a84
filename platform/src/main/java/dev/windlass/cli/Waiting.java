// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ProjectClient;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;

/// Waits until something is so, and looks again whenever anything in the project changes.
final class Waiting {
  /// How far a pull is does not count as a change, so it is looked at this often.
  static final Duration SHORT = Duration.ofSeconds(1);

  private static final Duration LONG = Duration.ofSeconds(30);

  /// Where much changes, it is looked at no more often than this, after a few looks at once.
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final int AT_ONCE = 20;

  private final ProjectClient project;
  private final Duration atMost;

  private Waiting(ProjectClient project, Duration atMost) {
    this.project = project;
    this.atMost = atMost;
  }

  /// For what only changes can end.
  static Waiting in(ProjectClient project) {
    return new Waiting(project, LONG);
  }

  /// For what has progress to show meanwhile.
  static Waiting showingProgressIn(ProjectClient project) {
    return new Waiting(project, SHORT);
  }

  /// False when the patience is over. The number is asked for before each look, so that no change
  /// after the look is missed.
  boolean until(Duration patience, BooleanSupplier done) {
    long end = System.nanoTime() + patience.toNanos();
    long since = project.changes(0, Duration.ZERO);
    int looks = 0;
    while (!done.getAsBoolean()) {
      if (++looks > AT_ONCE) {
        pause();
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      since = project.changes(since, atMost(left));
    }
    return true;
  }

  /// Between two looks at something that changes all the time.
  static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration atMost(long nanos) {
    var left = Duration.ofNanos(nanos).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    return left.compareTo(atMost) < 0 ? left : atMost;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.Objects.requireNonNullElse;

import dev.windlass.api.AppPrototype;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Within which bounds an app scales, and by what.
///
/// @param min instances that there always are
/// @param max instances that there may be
/// @param target how many requests at a time an instance should have, on the average
/// @param delay how long fewer have to be enough before there are fewer
/// @param window how much of the past counts
record Scale(int min, int max, int target, Duration delay, Duration window) {
  private static final int MOMENTS = 10;

  private static final int MAX = 10;
  private static final int CONCURRENCY = 100;

  /// Where a project's quota is the only bound.
  private static final int MOST = 250;

  static Scale of(AppPrototype app, Duration window) {
    int concurrency = orElse(app.scaleConcurrency(), CONCURRENCY);
    int min = requireNonNullElse(app.scaleMinInstances(), 0);
    int max = app.scaleMaxInstances() == null ? MAX : orElse(app.scaleMaxInstances(), MOST);
    return new Scale(
        min,
        Math.max(min, max),
        orElse(app.scaleConcurrencyTarget(), concurrency),
        Duration.ofSeconds(requireNonNullElse(app.scaleDownDelay(), 0)),
        window);
  }

  private static int orElse(@Nullable Integer number, int standard) {
    return number == null || number == 0 ? standard : number;
  }

  /// How many instances a new revision has to get ready.
  static int initial(AppPrototype app) {
    return Math.max(
        Math.max(1, requireNonNullElse(app.scaleMinInstances(), 0)),
        requireNonNullElse(app.scaleInitialInstances(), 1));
  }

  /// The last part of the window, which counts when it needs much more than there is.
  Duration moment() {
    return window.dividedBy(MOMENTS);
  }

  int bounded(int instances) {
    return Math.clamp(instances, min, max);
  }

  /// How many instances so many requests at a time need.
  int needed(double requests) {
    return (int) Math.ceil(requests / target - 1e-9);
  }
}

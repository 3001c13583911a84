// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import java.time.Duration;

/// The standard limits, but for some.
final class Limited {
  private static final JobLimits S = JobLimits.STANDARD;

  private Limited() {}

  static JobLimits parallel(int most) {
    return limits(most, S.keptContainers(), S.look());
  }

  static JobLimits kept(int containers) {
    return limits(S.parallel(), containers, S.look());
  }

  static JobLimits limits(int parallel, int kept, Duration look) {
    return new JobLimits(
        parallel,
        S.processes(),
        S.retry(),
        S.longestRetry(),
        S.longestRestart(),
        S.steady(),
        S.pulls(),
        S.grace(),
        S.keptAttempts(),
        kept,
        S.retention(),
        S.cronRetention(),
        look,
        S.calls());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

/// The standard limits, but for one.
final class Limited {
  private static final JobLimits S = JobLimits.STANDARD;

  private Limited() {}

  static JobLimits parallel(int most) {
    return limits(most, S.keptContainers());
  }

  static JobLimits kept(int containers) {
    return limits(S.parallel(), containers);
  }

  private static JobLimits limits(int parallel, int kept) {
    return new JobLimits(
        parallel,
        S.processes(),
        S.retry(),
        S.longestRetry(),
        S.longestRestart(),
        S.steady(),
        S.pullRetry(),
        S.longestPullRetry(),
        S.longestThrottle(),
        S.grace(),
        S.keptAttempts(),
        kept,
        S.retention(),
        S.look(),
        S.calls());
  }
}

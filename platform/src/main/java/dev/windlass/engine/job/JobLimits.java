// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.api.JobRunPrototype;
import dev.windlass.engine.PullRetry;
import java.time.Duration;

/// Every limit on job runs that is not a wish of their users.
///
/// @param parallel instances of one run at a time, whatever the machine could carry
/// @param processes processes and threads in one instance
/// @param retry between the attempts of an index, doubling
/// @param longestRetry the most between two attempts in task mode
/// @param longestRestart the most between two attempts in daemon mode
/// @param steady an attempt that ran for so long makes the next wait the shortest again
/// @param pulls when it is tried again to get an image
/// @param grace between SIGTERM and SIGKILL
/// @param keptAttempts ended instances kept of each index, for their logs
/// @param keptContainers ended instances kept of all runs together; beyond it the oldest go
/// @param retention how long a run is kept after its end
/// @param cronRetention the same of one that a cron subscription has started
/// @param look how often a run with instances is looked at although nothing seems to happen
/// @param calls calls to the runtime at a time, for one run
public record JobLimits(
    int parallel,
    int processes,
    Duration retry,
    Duration longestRetry,
    Duration longestRestart,
    Duration steady,
    PullRetry pulls,
    Duration grace,
    int keptAttempts,
    int keptContainers,
    Duration retention,
    Duration cronRetention,
    Duration look,
    int calls) {
  public static final JobLimits STANDARD =
      new JobLimits(
          100,
          1024,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          PullRetry.STANDARD,
          Duration.ofSeconds(30),
          6,
          1000,
          Duration.ofDays(7),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          32);

  Duration retention(JobRunPrototype of) {
    return of.cronSubscription() == null ? retention : cronRetention;
  }

  /// `first`, doubled for each failure after the first, up to `longest`.
  static Duration backOff(Duration first, int failures, Duration longest) {
    Duration delay = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, 20));
    return delay.compareTo(longest) < 0 ? delay : longest;
  }
}

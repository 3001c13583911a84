// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.runtime.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// How one index of a run goes on: `pending`, `running`, and `pending` again for another attempt,
/// until it has `succeeded` or `failed`. The number of retries is the number of the attempt that it
/// is at.
final class Life {
  static final IndexObserved UNBORN = new IndexObserved("pending", 0, null, null, null);

  private Life() {}

  static IndexObserved of(JobRunObserved run, int index) {
    return run.indices().getOrDefault(Integer.toString(index), UNBORN);
  }

  static boolean over(IndexObserved index) {
    return succeeded(index) || index.status().equals("failed");
  }

  static boolean succeeded(IndexObserved index) {
    return index.status().equals("succeeded");
  }

  static boolean running(IndexObserved index) {
    return index.status().equals("running");
  }

  static IndexObserved started(IndexObserved was, Instant at) {
    return new IndexObserved("running", was.retries(), at, null, was.lastFailureReason());
  }

  static IndexObserved ended(Run run, IndexObserved was, Observed.State.Ended end) {
    return end.code() == 0
        ? new IndexObserved(
            "succeeded", was.retries(), was.startedAt(), end.at(), was.lastFailureReason())
        : failed(run, was, reason(end), end.at());
  }

  static String reason(Observed.State.Ended end) {
    return switch (end.excess()) {
      case MEMORY -> Reason.OUT_OF_MEMORY;
      case STORAGE -> Reason.OUT_OF_STORAGE;
      case NOTHING -> Reason.exited(end.code());
    };
  }

  /// The attempt failed. There is another one when the run allows it and the reason leaves hope.
  static IndexObserved failed(Run run, IndexObserved was, String reason, Instant at) {
    boolean more = !Reason.hopeless(reason) && (run.daemon() || was.retries() < run.retryLimit());
    return new IndexObserved(
        more ? "pending" : "failed",
        more ? was.retries() + 1 : was.retries(),
        was.startedAt(),
        at,
        reason);
  }

  /// Another attempt is to take the place of one that runs, at once, and whether or not the run
  /// allows for another.
  static IndexObserved restarted(IndexObserved was) {
    return new IndexObserved(
        "pending", was.retries() + 1, was.startedAt(), null, was.lastFailureReason());
  }

  /// When the attempt that a pending index is at may start.
  static Instant due(Run run, IndexObserved index, JobLimits limits) {
    var end = index.finishedAt();
    return end == null ? Instant.MIN : end.plus(pause(run, index, end, limits));
  }

  private static Duration pause(Run run, IndexObserved index, Instant end, JobLimits limits) {
    var start = Objects.requireNonNullElse(index.startedAt(), end);
    boolean steady = Duration.between(start, end).compareTo(limits.steady()) >= 0;
    var longest = run.daemon() ? limits.longestRestart() : limits.longestRetry();
    return JobLimits.backOff(limits.retry(), steady ? 1 : index.retries(), longest);
  }
}

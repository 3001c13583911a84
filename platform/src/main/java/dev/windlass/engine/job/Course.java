// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.image.Digest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How what is observed of a run changes, apart from what its containers do.
final class Course {
  private Course() {}

  /// Its image stands for this digest from now on.
  static JobRunObserved pinned(JobRunObserved was, Digest digest) {
    return new JobRunObserved(
        was.status(),
        digest.toString(),
        was.startTime(),
        was.completionTime(),
        was.indices(),
        was.diagnosis(),
        was.retryAt());
  }

  /// Nothing hinders it.
  static JobRunObserved well(JobRunObserved was) {
    return hindered(was, was.indices(), null, null);
  }

  /// It is tried again by itself.
  static JobRunObserved waiting(JobRunObserved was, Diagnosis why, Instant retry) {
    return hindered(was, was.indices(), why, retry);
  }

  /// Nothing of it starts any more. What runs may go on.
  static JobRunObserved givenUp(
      Run run, JobRunObserved was, String reason, Diagnosis why, Instant now) {
    var indices = new LinkedHashMap<String, IndexObserved>();
    for (int index : run.indices()) {
      var seen = Life.of(was, index);
      boolean waits = seen.status().equals("pending");
      indices.put(Integer.toString(index), waits ? lost(seen, reason, now) : seen);
    }
    return hindered(was, indices, why, null);
  }

  private static IndexObserved lost(IndexObserved was, String reason, Instant now) {
    return new IndexObserved("failed", was.retries(), was.startedAt(), now, reason);
  }

  /// It cannot be run at all.
  static JobRunObserved refused(JobRunObserved was, Diagnosis why, Instant now) {
    return new JobRunObserved(
        "failed", was.digest(), was.startTime(), now, was.indices(), why, null);
  }

  /// One of its indices is another.
  static JobRunObserved with(JobRunObserved was, int index, UnaryOperator<IndexObserved> change) {
    var indices = new LinkedHashMap<>(was.indices());
    indices.put(Integer.toString(index), change.apply(Life.of(was, index)));
    return hindered(was, indices, was.diagnosis(), was.retryAt());
  }

  private static JobRunObserved hindered(
      JobRunObserved was,
      Map<String, IndexObserved> indices,
      @Nullable Diagnosis why,
      @Nullable Instant retry) {
    return new JobRunObserved(
        was.status(), was.digest(), was.startTime(), was.completionTime(), indices, why, retry);
  }
}

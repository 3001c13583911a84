// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.api.PullAttempt;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.diagnose.PageWords;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Writes what happens to runs, as people who know Kubernetes expect to read it.
record Journal(Store store) {
  void tell(Key run, Step.Tell event) {
    String type = event.warning() ? "Warning" : "Normal";
    store.record(Kind.JOB_RUN, run, type, event.reason(), event.instance(), event.message());
  }

  private void normal(Run run, String reason, String message) {
    tell(run.key(), new Step.Tell(false, reason, "", message));
  }

  private void warning(Run run, String reason, String message) {
    tell(run.key(), new Step.Tell(true, reason, "", message));
  }

  void pulling(Run run) {
    normal(run, "Pulling", "Pulling image \"%s\"".formatted(run.imageName()));
  }

  /// Tells only of a tag that has moved.
  void pinned(Run run, JobRunObserved was, Digest now) {
    if (was.digest() != null && !was.digest().equals(now.toString())) {
      normal(run, "Moved", "\"%s\" names %s now".formatted(run.imageName(), now));
    }
  }

  void pulled(Run run, long bytes, Duration took) {
    normal(
        run,
        "Pulled",
        bytes == 0
            ? "Container image \"%s\" already present on machine".formatted(run.imageName())
            : "Successfully pulled image \"%s\" in %d.%03ds"
                .formatted(run.imageName(), took.toSeconds(), took.toMillisPart()));
  }

  void notPulled(Run run, Failure failure, Diagnosis why) {
    warning(
        run, "Failed", "Failed to pull image \"%s\": %s".formatted(run.imageName(), why.line()));
    PageWords.of(failure).ifPresent(page -> warning(run, "Failed", page));
    warning(run, "Failed", "Error: ErrImagePull");
  }

  void backOff(Run run) {
    normal(run, "BackOff", "Back-off pulling image \"%s\"".formatted(run.imageName()));
    warning(run, "Failed", "Error: ImagePullBackOff");
  }

  /// When it is to ask for its image again.
  Optional<Instant> retryAt(Run run) {
    return store
        .find(Kind.JOB_RUN, run.key())
        .map(Resource::observed)
        .flatMap(seen -> Optional.ofNullable(seen.retryAt()));
  }

  void attempted(Run run, PullAttempt attempt) {
    store.attempted(Kind.JOB_RUN, run.key(), attempt);
  }

  void misses(Run run, Diagnosis why) {
    warning(run, "Failed", "Error: " + why.cause());
  }

  /// Changes what is observed of a run; not when it was deleted, nor when another of its name came
  /// meanwhile, as may happen during a long pull.
  void observe(Key key, String id, UnaryOperator<JobRunObserved> change) {
    store
        .find(Kind.JOB_RUN, key)
        .filter(found -> found.id().equals(id))
        .ifPresent(_ -> store.observe(Kind.JOB_RUN, key, change));
  }

  void observe(Run run, UnaryOperator<JobRunObserved> change) {
    observe(run.key(), run.id(), change);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Pull;
import dev.windlass.image.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Finds out once which image a run is about, brings it here, and tells how that went: for all its
/// indices and attempts together.
record Fetch(Supply supply, Journal journal, InstantSource clock, JobLimits limits) {
  void fetch(Run run, JobRunObserved was) throws InterruptedException {
    boolean first = was.digest() == null || was.retryAt() != null;
    if (first) {
      journal.pulling(run);
    }
    var begin = clock.instant();
    switch (resolved(run, was)) {
      case Failure failure -> failed(run, failure);
      case Resolution.Resolved(var image) -> {
        journal.observe(run, seen -> Course.pinned(seen, image.digest()));
        pull(run, image.digest(), first, begin);
      }
    }
  }

  private Resolution resolved(Run run, JobRunObserved was) throws InterruptedException {
    return was.digest() == null
        ? supply.resolve(run)
        : new Resolution.Resolved(run.image().at(Digest.parse(was.digest())));
  }

  /// An image that was here before, and is only looked up after a restart, is not worth an event.
  private void pull(Run run, Digest digest, boolean first, Instant begin)
      throws InterruptedException {
    switch (supply.pull(run, digest)) {
      case Failure failure -> failed(run, failure);
      case Pull.Pulled(_, var bytes) -> {
        if (first || bytes > 0) {
          journal.pulled(run, bytes, Duration.between(begin, clock.instant()));
        }
        journal.observe(run, Course::well);
      }
    }
  }

  private void failed(Run run, Failure failure) {
    var why = Diagnosis.of(failure);
    journal.notPulled(run, why);
    var now = clock.instant();
    Hope.of(failure)
        .map(atLeast -> pause(supply.failed(run), atLeast))
        .ifPresentOrElse(
            pause -> later(run, why, now.plus(pause)),
            () ->
                journal.observe(run, seen -> Course.givenUp(run, seen, Reason.NO_IMAGE, why, now)));
  }

  private void later(Run run, Diagnosis why, Instant retry) {
    journal.backOff(run);
    journal.observe(run, seen -> Course.waiting(seen, why, retry));
  }

  private Duration pause(int failures, Duration atLeast) {
    var pause = JobLimits.backOff(limits.pullRetry(), failures, limits.longestPullRetry());
    var asked =
        atLeast.compareTo(limits.longestThrottle()) < 0 ? atLeast : limits.longestThrottle();
    return pause.compareTo(asked) > 0 ? pause : asked;
  }
}

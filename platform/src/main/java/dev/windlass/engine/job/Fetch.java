// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.diagnose.Diagnosis;
import dev.windlass.doctor.Attempts;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.PullRetry;
import dev.windlass.image.Attempt;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Pull;
import dev.windlass.image.Recording;
import dev.windlass.image.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/// Finds out once which image a run is about, brings it here, and tells how that went: for all its
/// indices and attempts together.
///
/// @param chance from 0 to 1, so that runs which failed together do not come again together
record Fetch(
    Supply supply, Journal journal, InstantSource clock, PullRetry retry, DoubleSupplier chance) {
  void fetch(Run run, JobRunObserved was) throws InterruptedException {
    boolean first = was.digest() == null || was.retryAt() != null;
    if (first) {
      journal.pulling(run);
    }
    try {
      fetch(run, was, first, new Recording(run.image(), clock, supply.begin(run)));
    } finally {
      supply.end(run);
    }
  }

  private void fetch(Run run, JobRunObserved was, boolean first, Recording recording)
      throws InterruptedException {
    var begin = clock.instant();
    switch (resolved(run, was, recording)) {
      case Failure failure ->
          failed(run, failure, recording.attempt(Optional.empty(), 0, why(failure)));
      case Resolution.Resolved(var image) -> {
        journal.pinned(run, was, image.digest());
        journal.observe(run, seen -> Course.pinned(seen, image.digest()));
        pull(run, image.digest(), first, recording, begin);
      }
    }
  }

  private static Optional<Failure> why(Failure failure) {
    return Optional.of(failure);
  }

  private Resolution resolved(Run run, JobRunObserved was, Recording recording)
      throws InterruptedException {
    return was.digest() == null || run.pinsEach()
        ? supply.resolve(run, recording, clock.instant())
        : new Resolution.Resolved(run.image().at(Digest.parse(was.digest())));
  }

  /// An image that was here before, and is only looked up after a restart, is not worth a word.
  private void pull(Run run, Digest digest, boolean first, Recording recording, Instant begin)
      throws InterruptedException {
    switch (supply.pull(run, digest, recording, clock.instant())) {
      case Failure failure ->
          failed(run, failure, recording.attempt(Optional.of(digest), 0, why(failure)));
      case Pull.Pulled(_, var bytes) -> {
        if (first || bytes > 0) {
          var attempt = recording.attempt(Optional.of(digest), bytes, Optional.empty());
          journal.attempted(run, Attempts.kept(attempt, Optional.empty()));
          journal.pulled(run, bytes, Duration.between(begin, clock.instant()));
        }
        journal.observe(run, Course::well);
      }
    }
  }

  /// A run waits for what may pass by itself, and fails at once otherwise: waiting would only hide
  /// the reason.
  private void failed(Run run, Failure failure, Attempt attempt) {
    var words = Words.notPulled(run, failure);
    var now = clock.instant();
    var again = again(run, failure, attempt, now);
    journal.attempted(run, Attempts.kept(attempt, again));
    journal.notPulled(run, failure, words);
    again.ifPresentOrElse(
        at -> later(run, words, at),
        () -> journal.observe(run, seen -> Course.givenUp(run, seen, Reason.NO_IMAGE, words, now)));
  }

  private Optional<Instant> again(Run run, Failure failure, Attempt attempt, Instant now) {
    if (journal.retryAt(run).filter(asked -> asked.isAfter(attempt.started())).isPresent()) {
      return Optional.of(now); // somebody wanted another attempt while this one was under way
    }
    return PullRetry.passes(failure)
        ? retry.pause(failure, supply.failed(run), chance.getAsDouble()).map(now::plus)
        : Optional.empty();
  }

  private void later(Run run, Diagnosis why, Instant retry) {
    journal.backOff(run);
    journal.observe(run, seen -> Course.waiting(seen, why, retry));
  }
}

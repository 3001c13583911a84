// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.api.PullAttempt;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.image.Attempt;
import dev.windlass.image.Digest;
import dev.windlass.image.Identity;
import dev.windlass.image.Step;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts what happened in an attempt into the form in which it is kept and answered.
public final class Attempts {
  private Attempts() {}

  /// @param next when it is tried again by itself
  public static PullAttempt kept(Attempt attempt, Optional<Instant> next) {
    var failure = attempt.failure();
    return new PullAttempt(
        attempt.image().toString(),
        attempt.digest().map(Digest::toString).orElse(null),
        failure.isEmpty() ? "done" : "failed",
        attempt.started().toString(),
        attempt.took().toMillis(),
        attempt.bytes(),
        failure.map(why -> Cause.of(why).id()).orElse(null),
        failure.map(why -> Cause.of(why).retry().toString()).orElse(null),
        failure.map(why -> Diagnosis.of(why).line()).orElse(null),
        next.map(Instant::toString).orElse(null),
        attempt.places().stream().map(Attempts::place).toList(),
        attempt.steps().stream().map(Attempts::step).toList());
  }

  static PullAttempt.Place place(Attempt.Place place) {
    return new PullAttempt.Place(
        place.repository().toString(),
        place.identity().flatMap(Identity::secret).orElse(null),
        text(place.identity().map(Identity::key)),
        text(place.identity().map(Identity::username)));
  }

  private static @Nullable String text(Optional<String> text) {
    return text.orElse(null);
  }

  /// In the form in which steps are kept, also while they are shown live.
  public static PullAttempt.Step step(Step step) {
    return new PullAttempt.Step(
        step.name().toString(),
        step.at(),
        step.outcome().toString(),
        step.started().toString(),
        step.took().toMillis(),
        step.seen());
  }
}

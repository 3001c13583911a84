// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.diagnose.Diagnosis;
import dev.windlass.diagnose.PageWords;
import dev.windlass.doctor.Attempts;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import dev.windlass.image.Failure;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes down what a launch got stuck on, and tells of it.
record Setback(Parts parts, Journal journal) {
  void write(Revision revision, Trouble trouble, String refersTo, String instance) {
    var again = again(revision, trouble);
    if (trouble instanceof Trouble.NotPulled(_, var attempt)) {
      parts.store().attempted(Kind.REVISION, revision.key(), Attempts.kept(attempt, again));
    }
    parts
        .store()
        .observe(
            Kind.REVISION,
            revision.key(),
            now -> inTrouble(revision, now.tried(refersTo), trouble, again.orElse(null)));
    tell(revision, trouble, instance);
  }

  private Optional<Instant> again(Revision revision, Trouble trouble) {
    var now = parts.clock().instant();
    var before = parts.store().find(Kind.REVISION, revision.key()).map(Resource::observed);
    if (before.filter(seen -> isAskedFor(seen, trouble)).isPresent()) {
      return Optional.of(now);
    }
    return trouble
        .pace()
        .wait(
            before.map(RevisionObserved::attempts).orElse(0) + 1,
            parts.limits(),
            parts.chance().getAsDouble())
        .map(now::plus);
  }

  /// Whether somebody wanted another attempt while this one was under way, and so perhaps asked too
  /// early.
  private static boolean isAskedFor(RevisionObserved before, Trouble trouble) {
    return trouble instanceof Trouble.NotPulled(_, var attempt)
        && before.retryAt() != null
        && before.retryAt().isAfter(attempt.started());
  }

  private static RevisionObserved inTrouble(
      Revision revision, RevisionObserved now, Trouble trouble, @Nullable Instant again) {
    boolean patient = trouble instanceof Trouble.NotThere && !now.wasReady();
    return patient
        ? now.waiting(trouble.reason(), trouble.diagnosis(revision), again)
        : now.troubled(trouble.reason(), trouble.diagnosis(revision), again);
  }

  private void tell(Revision revision, Trouble trouble, String instance) {
    switch (trouble) {
      case Trouble.NotPulled(var failure, _) ->
          tellOfPull(revision, failure, trouble.diagnosis(revision), instance);
      case Trouble.NotUnderstood _,
          Trouble.NotThere _,
          Trouble.NotStarted _,
          Trouble.Exited _,
          Trouble.Silent _,
          Trouble.TooSlow _ ->
          journal.warning(
              revision, "Failed", instance, "Error: " + trouble.diagnosis(revision).line());
    }
  }

  private void tellOfPull(Revision revision, Failure failure, Diagnosis words, String instance) {
    var image = failure.image();
    journal.warning(
        revision,
        "Failed",
        instance,
        "Failed to pull image \"%s\": %s".formatted(image, words.line()));
    PageWords.of(failure).ifPresent(page -> journal.warning(revision, "Failed", instance, page));
    journal.warning(revision, "Failed", instance, "Error: ErrImagePull");
    journal.normal(revision, "BackOff", instance, "Back-off pulling image \"%s\"".formatted(image));
    journal.warning(revision, "Failed", instance, "Error: ImagePullBackOff");
  }
}

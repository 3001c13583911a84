// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.RevisionObserved;
import java.time.Instant;

/// Writes down what a launch got stuck on, and tells of it.
record Setback(Parts parts, Journal journal) {
  void write(Revision revision, Trouble trouble, String refersTo, String instance) {
    parts
        .store()
        .observe(Kind.REVISION, revision.key(), now -> inTrouble(now.tried(refersTo), trouble));
    tell(revision, trouble, instance);
  }

  private RevisionObserved inTrouble(RevisionObserved now, Trouble trouble) {
    Instant again =
        trouble
            .pace()
            .wait(now.attempts(), parts.limits())
            .map(parts.clock().instant()::plus)
            .orElse(null);
    boolean patient = trouble instanceof Trouble.NotThere && !now.wasReady();
    return patient
        ? now.waiting(trouble.reason(), trouble.diagnosis(), again)
        : now.troubled(trouble.reason(), trouble.diagnosis(), again);
  }

  private void tell(Revision revision, Trouble trouble, String instance) {
    var words = trouble.diagnosis();
    if (trouble instanceof Trouble.NotPulled(var image, _)) {
      journal.warning(
          revision,
          "Failed",
          instance,
          "Failed to pull image \"%s\": %s".formatted(image, words.line()));
      journal.warning(revision, "Failed", instance, "Error: ErrImagePull");
      journal.normal(revision, "BackOff", instance, "Back-off pulling image \"" + image + '"');
      journal.warning(revision, "Failed", instance, "Error: ImagePullBackOff");
    } else {
      journal.warning(revision, "Failed", instance, "Error: " + words.line());
    }
  }
}

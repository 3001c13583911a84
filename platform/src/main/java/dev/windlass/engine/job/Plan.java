// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Observations.JobRunObserved;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is seen of a run now, and what to do for it. Nothing is asked and nothing is done in here:
/// the same situation always gives the same plan.
///
/// @param next what to observe, before any step is done
/// @param waits whether more instances would start if the machine had room for them
/// @param look when to look again, although nothing has happened until then
record Plan(JobRunObserved next, List<Step> steps, boolean waits, Optional<Instant> look) {
  Plan {
    steps = List.copyOf(steps);
  }

  static Plan of(Situation situation) {
    return new Planning(situation).plan();
  }

  /// The steps of one kind.
  <S extends Step> List<S> steps(Class<S> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}

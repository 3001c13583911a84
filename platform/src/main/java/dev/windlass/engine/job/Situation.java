// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Observations.JobRunObserved;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All that a [Plan] is made from.
///
/// @param was what was observed of the run before
/// @param containers what there is of it now
/// @param restarts the containers that others are to take the place of
/// @param fetched whether its image is here
/// @param capacity of the machine
/// @param room how many more of its instances it can carry now
record Situation(
    Run run,
    JobRunObserved was,
    List<Seen> containers,
    Set<String> restarts,
    boolean fetched,
    Capacity capacity,
    int room,
    Instant now,
    JobLimits limits) {
  Situation {
    containers = List.copyOf(containers);
    restarts = Set.copyOf(restarts);
  }

  boolean over() {
    return was.status().equals("completed") || was.status().equals("failed");
  }

  /// Until when the run waits before it asks for its image again.
  Optional<Instant> holdUntil() {
    return Optional.ofNullable(was.retryAt()).filter(now::isBefore);
  }
}

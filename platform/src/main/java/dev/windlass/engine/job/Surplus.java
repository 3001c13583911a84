// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Store;
import dev.windlass.runtime.Observed;
import dev.windlass.runtime.Observed.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Ended containers are kept for their logs, but not without end. Those that ended first go first,
/// and never one whose end is not yet written down.
record Surplus(Store store, int most) {
  private record Dead(Observed container, Instant at) {}

  /// The ids of those that have to go.
  List<String> of(List<Observed> containers) {
    var dead =
        containers.stream()
            .filter(one -> Seen.owner(one).isPresent())
            .flatMap(this::ended)
            .toList();
    return dead.stream()
        .sorted(Comparator.comparing(Dead::at))
        .limit(Math.max(0, dead.size() - most))
        .map(Dead::container)
        .filter(this::accounted)
        .map(Observed::id)
        .toList();
  }

  private Stream<Dead> ended(Observed container) {
    return switch (container.state()) {
      case State.Ended(_, _, var at) -> Stream.of(new Dead(container, at));
      case State.Running _, State.Frozen _, State.Created _ -> Stream.of();
    };
  }

  private boolean accounted(Observed container) {
    var seen = Seen.of(container);
    return Seen.owner(container)
        .flatMap(owner -> store.find(Kind.JOB_RUN, owner))
        .filter(run -> run.id().equals(seen.run()))
        .filter(run -> accounted(run.observed(), seen))
        .isPresent();
  }

  private static boolean accounted(JobRunObserved run, Seen seen) {
    var index = Life.of(run, seen.index());
    return Life.over(index) || seen.attempt() < index.retries();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Instance;
import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.runtime.Observed.Excess;
import dev.windlass.runtime.Observed.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The instances of a run as people see them: its containers, and for each index without one for
/// its present attempt what there is to say about that.
///
/// @param createdAt when the run was submitted
/// @param idle why an instance that may start does not run yet
record InstanceView(
    Run run, JobRunObserved observed, List<Seen> containers, Instant createdAt, String idle) {
  List<Instance> instances() {
    var shown = Stream.concat(containers.stream().map(this::present), absent());
    return shown
        .sorted(Comparator.comparingInt(Slot::index).thenComparingInt(Slot::attempt))
        .map(Slot::instance)
        .toList();
  }

  private record Slot(int index, int attempt, Instance instance) {}

  private Slot present(Seen seen) {
    return new Slot(
        seen.index(),
        seen.attempt(),
        switch (seen.state()) {
          case State.Ended(var code, _, var at) when code == 0 ->
              instance(seen, "succeeded", "Completed", at, code);
          case State.Ended(var code, var excess, var at) ->
              instance(seen, "failed", reason(seen, excess), at, code);
          case State.Running _, State.Frozen _, State.Created _ ->
              givenUp(seen)
                  ? instance(seen, "failed", reason(seen, Excess.NOTHING), null, null)
                  : instance(seen, "running", "", null, null);
        });
  }

  /// It is being stopped, and what becomes of it does not count any more.
  private boolean givenUp(Seen seen) {
    var index = Life.of(observed, seen.index());
    return Life.over(index) || seen.attempt() < index.retries();
  }

  private String reason(Seen seen, Excess excess) {
    return switch (excess) {
      case MEMORY -> Reason.OUT_OF_MEMORY;
      case STORAGE -> Reason.OUT_OF_STORAGE;
      case NOTHING -> tooLong(seen) ? Reason.TOO_LONG : "Error";
    };
  }

  /// Only the last failure of an index is known by its reason.
  private boolean tooLong(Seen seen) {
    var index = Life.of(observed, seen.index());
    int failed = Life.over(index) ? index.retries() : index.retries() - 1;
    return seen.attempt() == failed && Reason.TOO_LONG.equals(index.lastFailureReason());
  }

  private Instance instance(
      Seen seen, String status, String reason, @Nullable Instant end, @Nullable Integer code) {
    var start = seen.startedAt();
    return new Instance(
        run.instance(seen.index(), seen.attempt()),
        run.key().name(),
        status,
        reason,
        0,
        start,
        start,
        end,
        code);
  }

  private Stream<Slot> absent() {
    var there = containers.stream().map(seen -> seen.index() + "-" + seen.attempt()).toList();
    var known = Set.copyOf(there);
    return run.indices().stream()
        .filter(index -> !known.contains(index + "-" + Life.of(observed, index).retries()))
        .map(index -> absent(index, Life.of(observed, index)));
  }

  private Slot absent(int index, IndexObserved seen) {
    boolean waits = !Life.over(seen);
    var created = Objects.requireNonNullElse(seen.startedAt(), createdAt);
    return new Slot(
        index,
        seen.retries(),
        new Instance(
            run.instance(index, seen.retries()),
            run.key().name(),
            waits ? "pending" : seen.status(),
            reason(seen),
            0,
            created,
            waits ? null : seen.startedAt(),
            waits ? null : seen.finishedAt(),
            null));
  }

  private String reason(IndexObserved seen) {
    if (Life.succeeded(seen)) {
      return "Completed";
    }
    if (Life.over(seen)) {
      return Objects.requireNonNullElse(seen.lastFailureReason(), "Error");
    }
    return idle;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static java.util.Collections.unmodifiableMap;

import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.ArraySpec;
import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.runtime.Observed.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes one [Plan]: first looks at each index, then at containers that no index needs, then
/// decides what may start.
final class Planning {
  private final Situation now;
  private final Run run;
  private final Set<Integer> known;
  private final Map<Slot, Seen> containers = new HashMap<>();
  private final Map<String, IndexObserved> indices = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Instant look;

  private record Slot(int index, int attempt) {}

  Planning(Situation situation) {
    this.now = situation;
    this.run = situation.run();
    this.known = Set.copyOf(run.indices());
    situation.containers().stream()
        .filter(this::ours)
        .forEach(seen -> containers.put(new Slot(seen.index(), seen.attempt()), seen));
  }

  /// Not of an earlier run of the same name.
  private boolean ours(Seen seen) {
    return seen.run().equals(run.id()) && known.contains(seen.index());
  }

  Plan plan() {
    run.indices().forEach(index -> indices.put(Integer.toString(index), seen(index)));
    now.containers().forEach(this::leftOver);
    if (now.over()) {
      return afterwards();
    }
    if (indices.values().stream().allMatch(Life::over)) {
      return end();
    }
    boolean waits = starts();
    return plan(status(), now.was().completionTime(), waits);
  }

  // --- each index ---

  private IndexObserved seen(int index) {
    var was = Life.of(now.was(), index);
    if (Life.over(was)) {
      return was;
    }
    var container = containers.get(new Slot(index, was.retries()));
    return container == null ? absent(index, was) : seen(was, container);
  }

  private IndexObserved seen(IndexObserved was, Seen container) {
    var started = Life.started(was, container.startedAt());
    if (!Life.running(was)) {
      tell("Created", container, "Created container " + run.key().name());
      tell("Started", container, "Started container " + run.key().name());
    }
    return switch (container.state()) {
      case State.Running _, State.Frozen _, State.Created _ -> running(started, container);
      case State.Ended ended -> ended(started, container, ended);
    };
  }

  private IndexObserved running(IndexObserved index, Seen container) {
    if (now.restarts().contains(container.container())) {
      tell("Restarting", container, "The instance is replaced by another, as was asked for");
      return Life.restarted(index);
    }
    if (run.daemon()) {
      return index;
    }
    var limit = container.startedAt().plus(run.patience());
    if (now.now().isBefore(limit)) {
      lookAt(limit);
      return index;
    }
    return failed(container.index(), index, Reason.TOO_LONG, now.now());
  }

  private IndexObserved ended(IndexObserved index, Seen container, State.Ended ended) {
    return ended.code() == 0
        ? Life.ended(run, index, ended)
        : failed(container.index(), index, Life.reason(ended), ended.at());
  }

  private IndexObserved absent(int index, IndexObserved was) {
    return Life.running(was) ? failed(index, was, Reason.LOST, now.now()) : was;
  }

  private IndexObserved failed(int index, IndexObserved was, String reason, Instant at) {
    steps.add(tellFailed(run, index, was.retries(), Reason.words(reason)));
    return Life.failed(run, was, reason, at);
  }

  static Step.Tell tellFailed(Run run, int index, int attempt, String words) {
    var instance = run.instance(index, attempt);
    return new Step.Tell(true, "Failed", instance, "Error: the instance " + words);
  }

  private void tell(String reason, Seen container, String message) {
    var instance = run.instance(container.index(), container.attempt());
    steps.add(new Step.Tell(false, reason, instance, message));
  }

  // --- containers that no index needs any more ---

  private void leftOver(Seen container) {
    if (!ours(container)) {
      steps.add(new Step.Remove(container.container()));
      return;
    }
    var index = indices.getOrDefault(Integer.toString(container.index()), Life.UNBORN);
    int age = index.retries() - container.attempt();
    if (age >= now.limits().keptAttempts()) {
      steps.add(new Step.Remove(container.container()));
    } else if (container.running() && (age != 0 || Life.over(index))) {
      steps.add(new Step.End(container.container()));
    }
  }

  // --- what may start ---

  /// Whether more would start if there was room.
  private boolean starts() {
    var due = run.indices().stream().filter(this::due).toList();
    if (due.isEmpty()) {
      return false;
    }
    if (now.holdUntil().isPresent()) {
      now.holdUntil().ifPresent(this::lookAt);
      return false;
    }
    if (!now.fetched()) {
      steps.add(new Step.Fetch());
      return false;
    }
    int allowed = Math.min(due.size(), now.limits().parallel() - running());
    due.stream()
        .limit(Math.max(0, Math.min(allowed, now.room())))
        .forEach(index -> steps.add(new Step.Start(index, at(index).retries())));
    return allowed > now.room();
  }

  private boolean due(int index) {
    if (!at(index).status().equals("pending")) {
      return false;
    }
    var due = Life.due(run, at(index), now.limits());
    if (now.now().isBefore(due)) {
      lookAt(due);
      return false;
    }
    return !runsStill(index);
  }

  /// Two attempts of an index never run at the same time.
  private boolean runsStill(int index) {
    return containers.values().stream().anyMatch(seen -> seen.index() == index && seen.running());
  }

  private int running() {
    return (int) indices.values().stream().filter(Life::running).count();
  }

  // --- the run as a whole ---

  private String status() {
    return startTime() == null ? "pending" : "running";
  }

  private @Nullable Instant startTime() {
    return Optional.ofNullable(now.was().startTime())
        .or(() ->
            indices.values().stream()
                .map(IndexObserved::startedAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo))
        .orElse(null);
  }

  private Plan end() {
    var failed = run.indices().stream().filter(index -> !Life.succeeded(at(index))).toList();
    steps.add(
        failed.isEmpty()
            ? new Step.Tell(false, "Completed", "", "JobRun completed successfully")
            : new Step.Tell(
                true, "Failed", "", "JobRun failed, failed indices: " + ArraySpec.ranges(failed)));
    return plan(failed.isEmpty() ? "completed" : "failed", now.now(), false);
  }

  /// It was over before.
  private Plan afterwards() {
    var end = Objects.requireNonNullElse(now.was().completionTime(), now.now());
    var last = end.plus(now.limits().retention(run.wanted()));
    if (now.now().isBefore(last)) {
      lookAt(last);
    } else {
      steps.add(new Step.Forget());
    }
    return new Plan(now.was(), steps, false, Optional.ofNullable(look));
  }

  private Plan plan(String status, @Nullable Instant completion, boolean waits) {
    var was = now.was();
    var next =
        new JobRunObserved(
            status,
            was.digest(),
            startTime(),
            completion,
            unmodifiableMap(indices),
            diagnosis(status, waits),
            completion == null ? was.retryAt() : null);
    return new Plan(next, steps, waits, Optional.ofNullable(look));
  }

  private @Nullable Diagnosis diagnosis(String status, boolean waits) {
    var was = now.was().diagnosis();
    boolean lacksRoom = was != null && was.code().equals(Cause.CAPACITY_MISSING.id());
    if (status.equals("completed")) {
      return null;
    }
    if (was == null || lacksRoom) {
      return status.equals("failed") ? Words.indicesFailed(run, indices) : room(waits);
    }
    return was;
  }

  /// That more would run if there was room is no trouble while some do.
  private @Nullable Diagnosis room(boolean waits) {
    boolean starts = steps.stream().anyMatch(Step.Start.class::isInstance);
    return waits && running() == 0 && !starts ? Words.noRoom(run, now.capacity()) : null;
  }

  // --- small change ---

  private IndexObserved at(int index) {
    return Objects.requireNonNull(indices.get(Integer.toString(index)));
  }

  private void lookAt(Instant when) {
    look = look == null || when.isBefore(look) ? when : look;
  }

  /// How long until a plan wants to be looked at.
  static Duration until(Instant when, Instant now) {
    return when.isAfter(now) ? Duration.between(now, when) : Duration.ZERO;
  }
}

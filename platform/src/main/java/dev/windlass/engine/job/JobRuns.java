// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.api.JobRunPrototype;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Mounts;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Place;
import dev.windlass.engine.Reconciler;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import dev.windlass.image.InvalidName;
import dev.windlass.runtime.Containers;
import dev.windlass.runtime.Start;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/// Brings one job run closer to its end: looks at what there is, makes a [Plan], writes what the
/// plan has seen, and only then does its steps. A crash between any two of them loses nothing: an
/// end is read from its container, which stays until what it says is written down.
record JobRuns(
    Store store,
    Containers containers,
    InstantSource clock,
    JobLimits limits,
    Place place,
    Supply supply,
    Seats seats,
    Wakes wakes,
    Crew crew,
    Journal journal,
    Set<String> restarts,
    DoubleSupplier chance)
    implements Reconciler<Key> {
  private static final Next AT_ONCE = new Next.Again(Duration.ZERO);
  private static final Next WHEN_NUDGED = new Next.Settled();

  @Override
  public Next reconcile(Key key) throws InterruptedException, IOException {
    var found = store.find(Kind.JOB_RUN, key);
    if (found.isEmpty()) {
      return clear(key);
    }
    return isSuspended(key) ? suspend(key) : look(found.get());
  }

  /// What runs is ended. When its project comes back that counts as a failed attempt.
  private Next suspend(Key key) throws InterruptedException {
    end(
        Seen.of(containers.list(), key).stream()
            .filter(Seen::running)
            .map(Seen::container)
            .toList());
    supply.forget(key);
    seats.leave(key);
    wakes.forget(key);
    return WHEN_NUDGED;
  }

  private boolean isSuspended(Key key) {
    return store
        .find(Kind.PROJECT, new Key("", key.project()))
        .filter(project -> project.observed().isSuspended())
        .isPresent();
  }

  private Next look(Resource<JobRunPrototype, JobRunObserved> resource)
      throws InterruptedException, IOException {
    Run run;
    try {
      run = Run.of(resource, limits.processes());
    } catch (InvalidName broken) {
      return refuse(resource, broken);
    }
    return round(run, resource.observed());
  }

  private Next round(Run run, JobRunObserved was) throws InterruptedException, IOException {
    var all = containers.list();
    var seen = Seen.of(all, run.key());
    var plan = plan(run, was, seen);
    plan.steps(Step.Tell.class).forEach(event -> journal.tell(run.key(), event));
    journal.observe(run, _ -> plan.next());
    seen.forEach(one -> restarts.remove(one.container()));
    stop(plan);
    remove(new Surplus(store, limits.keptContainers()).of(all));
    return act(run, plan, seen.stream().anyMatch(Seen::running));
  }

  private Plan plan(Run run, JobRunObserved was, List<Seen> seen) {
    boolean fetched = supply.image(run).isPresent();
    var now = clock.instant();
    return seats.plan(
        run,
        seen,
        room ->
            Plan.of(
                new Situation(
                    run, was, seen, restarts, fetched, seats.capacity(), room, now, limits)));
  }

  private Next act(Run run, Plan plan, boolean running) throws InterruptedException, IOException {
    if (!plan.steps(Step.Forget.class).isEmpty()) {
      return expire(run.key());
    }
    if (plan.next().completionTime() != null) {
      release(run.key());
      return later(run, plan, false);
    }
    if (!plan.steps(Step.Fetch.class).isEmpty()) {
      return fetch(run, plan.next());
    }
    var starts = plan.steps(Step.Start.class);
    if (!starts.isEmpty() && run.pinsEach() && supply.isStale(run, clock.instant())) {
      return fetch(run, plan.next());
    }
    if (!starts.isEmpty()) {
      return start(run, starts);
    }
    if (running) {
      refresh(run);
    }
    return later(run, plan, running);
  }

  /// An end that nobody told us of is found after a while.
  private Next later(Run run, Plan plan, boolean running) {
    var now = clock.instant();
    Stream.concat(plan.look().stream(), running ? Stream.of(now.plus(limits.look())) : Stream.of())
        .min(Instant::compareTo)
        .ifPresent(when -> wakes.at(run.key(), when, now));
    return WHEN_NUDGED;
  }

  // --- starting ---

  private boolean isThere(Run run) {
    return store
        .find(Kind.JOB_RUN, run.key())
        .filter(found -> found.id().equals(run.id()))
        .isPresent();
  }

  private Next fetch(Run run, JobRunObserved was) throws InterruptedException {
    try {
      new Fetch(supply, journal, clock, limits.pulls(), chance).fetch(run, was);
    } catch (InterruptedException e) {
      if (isThere(run)) {
        throw e;
      }
    }
    return AT_ONCE;
  }

  private Next start(Run run, List<Step.Start> starts) throws InterruptedException, IOException {
    var image = supply.image(run).orElseThrow();
    switch (Launch.of(run, image, store, place, folders().of(run.key()))) {
      case Launch.Ready ready -> start(run, starts, ready);
      case Launch.Missing(var what) -> giveUp(run, what);
    }
    unpin(run);
    return AT_ONCE;
  }

  /// Those that start later are to ask again what the tag names.
  private void unpin(Run run) {
    if (run.pinsEach()) {
      supply.unpin(run.key());
    }
  }

  private void start(Run run, List<Step.Start> starts, Launch.Ready ready)
      throws InterruptedException {
    List<Callable<Start>> calls =
        starts.stream()
            .<Callable<Start>>map(
                step -> () -> containers.start(ready.container(step.index(), step.attempt())))
            .toList();
    var results = crew.all(calls);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof Start.Failed failed) {
        notStarted(run, starts.get(i), failed);
      }
    }
  }

  private void notStarted(Run run, Step.Start step, Start.Failed failed) {
    var reason = Reason.notStarted(failed.kind());
    var words = Reason.words(reason) + ": " + failed.detail();
    var now = clock.instant();
    journal.tell(run.key(), Planning.tellFailed(run, step.index(), step.attempt(), words));
    journal.observe(
        run,
        seen -> Course.with(seen, step.index(), index -> Life.failed(run, index, reason, now)));
  }

  private void giveUp(Run run, List<String> missing) {
    var why = Words.missing(run, missing);
    var now = clock.instant();
    journal.misses(run, why);
    journal.observe(run, seen -> Course.givenUp(run, seen, Reason.NO_CONFIG, why, now));
  }

  /// What is mounted follows what is in the store, unless it is not there any more.
  private void refresh(Run run) throws IOException {
    Mounts.of(store, run.key().project(), run.mounts(), folders().of(run.key()));
  }

  private Folders folders() {
    return new Folders(place.mounts());
  }

  // --- stopping ---

  private void stop(Plan plan) throws InterruptedException {
    end(plan.steps(Step.End.class).stream().map(Step.End::container).toList());
    remove(plan.steps(Step.Remove.class).stream().map(Step.Remove::container).toList());
  }

  private void end(List<String> ids) throws InterruptedException {
    List<Callable<String>> ends =
        ids.stream()
            .<Callable<String>>map(id ->
                () -> {
                  containers.end(id, limits.grace());
                  return id;
                })
            .toList();
    crew.all(ends);
  }

  private void remove(List<String> ids) throws InterruptedException {
    List<Callable<String>> stops =
        ids.stream()
            .<Callable<String>>map(id ->
                () -> {
                  containers.stop(id, limits.grace());
                  return id;
                })
            .toList();
    crew.all(stops);
  }

  /// The run is deleted.
  private Next clear(Key key) throws InterruptedException, IOException {
    remove(Seen.of(containers.list(), key).stream().map(Seen::container).toList());
    release(key);
    seats.leave(key);
    wakes.forget(key);
    return WHEN_NUDGED;
  }

  /// What a run needs only until its end.
  private void release(Key key) throws IOException {
    supply.forget(key);
    Mounts.erase(folders().of(key));
  }

  private Next expire(Key key) {
    store.delete(Kind.JOB_RUN, key);
    return AT_ONCE;
  }

  private Next refuse(Resource<JobRunPrototype, JobRunObserved> resource, InvalidName broken) {
    var key = resource.key();
    var end = resource.observed().completionTime();
    var now = clock.instant();
    if (end == null) {
      var why = Words.invalid(key.name(), String.valueOf(broken.getMessage()));
      journal.tell(key, new Step.Tell(true, "Failed", "", "JobRun failed: " + why.cause()));
      journal.observe(key, resource.id(), seen -> Course.refused(seen, why, now));
      return AT_ONCE;
    }
    var last = end.plus(limits.retention(resource.wanted()));
    if (!now.isBefore(last)) {
      return expire(key);
    }
    wakes.at(key, last, now);
    return WHEN_NUDGED;
  }
}

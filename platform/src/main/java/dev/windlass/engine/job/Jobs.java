// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.api.JobRunPrototype;
import dev.windlass.engine.Alarm;
import dev.windlass.engine.Driver.LineReader;
import dev.windlass.engine.Driver.Pulling;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Loop;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Place;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import dev.windlass.image.Images;
import dev.windlass.runtime.Containers;
import dev.windlass.runtime.Observed;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Runs the job runs of the store on this machine. The half of the local driver that is about jobs.
///
/// After a crash it finds its containers again: what ran on is adopted, what ended meanwhile counts
/// with its own exit code, and what vanished is tried again. Safe to share between threads. Whoever
/// opens it closes it; containers run on then.
public final class Jobs implements AutoCloseable {
  private final Store store;
  private final Containers containers;
  private final Supply supply;
  private final Seats seats;
  private final Roster roster;
  private final Set<String> restarts = ConcurrentHashMap.newKeySet();
  private final Loop<Key> loop;

  private Jobs(
      Store store,
      Images images,
      Containers containers,
      Alarm alarm,
      InstantSource clock,
      Place place,
      JobLimits limits,
      Capacity capacity) {
    this.store = store;
    this.containers = containers;
    this.supply = new Supply(store, images);
    this.seats = new Seats(capacity, this::nudge);
    this.roster = new Roster(store, containers, new Folders(place.mounts()), limits.processes());
    var runs =
        new JobRuns(
            store,
            containers,
            clock,
            limits,
            place,
            supply,
            seats,
            new Wakes(alarm, this::nudge),
            Crew.atMost(limits.calls()),
            new Journal(store),
            restarts,
            Math::random);
    this.loop = new Loop<>(runs, alarm);
  }

  /// Takes over what runs already, and goes on with all runs that are not over.
  public static Jobs open(
      Store store,
      Images images,
      Containers containers,
      Alarm alarm,
      InstantSource clock,
      Place place,
      JobLimits limits,
      Capacity capacity)
      throws IOException {
    var jobs = new Jobs(store, images, containers, alarm, clock, place, limits, capacity);
    jobs.roster.adopt(jobs.seats);
    store.onChange(jobs::changed);
    containers.onEnd(jobs::ended);
    jobs.roster.all().forEach(jobs::nudge);
    return jobs;
  }

  /// Looks at a run again, for any reason or none.
  public void nudge(Key run) {
    loop.nudge(run);
  }

  private void changed(Store.Change change) {
    if (change.kind().equals(Kind.JOB_RUN) && store.find(Kind.JOB_RUN, change.key()).isEmpty()) {
      supply.cancel(change.key());
    }
    roster.touchedBy(change).forEach(this::nudge);
  }

  private void ended(String container) {
    roster.owner(container).ifPresent(this::nudge);
  }

  /// The instances of a run, by index and attempt; empty when there is no such run.
  public List<Instance> instances(Key run) {
    return store
        .find(Kind.JOB_RUN, run)
        .flatMap(resource -> roster.read(resource).map(read -> view(read, resource)))
        .map(InstanceView::instances)
        .orElse(List.of());
  }

  /// As [dev.windlass.engine.Driver#restartJobRun].
  public List<String> restart(Key run, Optional<String> instance) {
    var chosen =
        containers.list().stream()
            .filter(Observed::running)
            .filter(one -> Seen.owner(one).equals(Optional.of(run)))
            .filter(one -> instance.isEmpty() || Seen.is(one, run.project(), instance.get()))
            .toList();
    chosen.forEach(one -> restarts.add(one.id()));
    nudge(run);
    return chosen.stream().map(Seen::instance).toList();
  }

  private InstanceView view(Run run, Resource<JobRunPrototype, JobRunObserved> resource) {
    var mine =
        Seen.of(containers.list(), run.key()).stream()
            .filter(seen -> seen.run().equals(run.id()))
            .toList();
    var observed = resource.observed();
    return new InstanceView(run, observed, mine, resource.createdAt(), idle(run.key(), observed));
  }

  private String idle(Key run, JobRunObserved observed) {
    if (observed.retryAt() != null) {
      return "ImagePullBackOff";
    }
    if (supply.pulls(run)) {
      return "ContainerCreating";
    }
    return seats.waits(run) ? "WaitingForResources" : "";
  }

  /// What an instance printed, as [dev.windlass.engine.Driver#log] tells it.
  public boolean log(
      String project, String instance, int tail, BooleanSupplier follow, LineReader reader)
      throws IOException, InterruptedException {
    var found =
        containers.list().stream()
            .filter(container -> Seen.is(container, project, instance))
            .map(Observed::id)
            .findFirst();
    if (found.isEmpty()) {
      return false;
    }
    containers
        .log(found.get())
        .read(tail, follow, line -> reader.line(line.at(), line.error(), line.text()));
    return true;
  }

  /// The pull that a run waits for now.
  public Optional<Pulling> pulling(Key run) {
    return store
        .find(Kind.JOB_RUN, run)
        .flatMap(roster::read)
        .flatMap(read -> supply.pulling(run, read.imageName()));
  }

  @Override
  public void close() {
    loop.close();
  }
}

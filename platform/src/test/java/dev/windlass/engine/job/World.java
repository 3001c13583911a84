// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Event;
import dev.windlass.engine.FakeStore;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Place;
import dev.windlass.engine.Reconciler.Next;
import dev.windlass.engine.Store;
import dev.windlass.image.Images;
import dev.windlass.runtime.Containers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/// A machine with job runs in which time passes, nudges arrive and the daemon starts again only
/// when the test says so. One thread; the same calls give the same world.
final class World {
  static final Capacity CAPACITY = new Capacity(4_000, 16_000_000_000L);

  /// One task after the other.
  static final Crew ALONE =
      new Crew() {
        @Override
        public <T> List<T> all(List<? extends Callable<T>> tasks) throws InterruptedException {
          var results = new ArrayList<T>();
          for (var task : tasks) {
            try {
              results.add(task.call());
            } catch (RuntimeException | InterruptedException e) {
              throw e;
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
          return results;
        }
      };

  private record Ring(Instant when, long number, Runnable action) {}

  private final Path folder;
  private final PriorityQueue<Ring> alarms =
      new PriorityQueue<>(Comparator.comparing(Ring::when).thenComparingLong(Ring::number));
  private long rings;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  final FakeStore store = new FakeStore(this::now);
  final FakeContainers containers = new FakeContainers(this::now);
  final FakeImages images = new FakeImages();
  final Set<Key> nudged = new LinkedHashSet<>();

  /// Between the daemon and what it calls; for trouble.
  UnaryOperator<Store> storeDoor = UnaryOperator.identity();

  UnaryOperator<Containers> containersDoor = UnaryOperator.identity();
  UnaryOperator<Images> imagesDoor = UnaryOperator.identity();
  JobLimits limits = JobLimits.STANDARD;
  Supply supply;
  Seats seats;
  Wakes wakes;
  JobRuns runs;
  Roster roster;

  World(Path folder) {
    this.folder = folder;
    store.onChange(change -> roster.touchedBy(change).forEach(this::nudge));
    containers.onEnd(id -> roster.owner(id).ifPresent(this::nudge));
    var daemon = daemon();
    this.supply = daemon.supply();
    this.seats = daemon.seats();
    this.wakes = daemon.wakes();
    this.runs = daemon;
    this.roster = roster();
  }

  Instant now() {
    return now;
  }

  private Roster roster() {
    return new Roster(
        storeDoor.apply(store),
        containersDoor.apply(containers),
        new Folders(folder),
        limits.processes());
  }

  private JobRuns daemon() {
    var its = storeDoor.apply(store);
    return new JobRuns(
        its,
        containersDoor.apply(containers),
        this::now,
        limits,
        new Place("local", "localhost", "http://127.0.0.1:7070", folder),
        new Supply(its, imagesDoor.apply(images)),
        new Seats(CAPACITY, this::nudge),
        new Wakes(this::ring, this::nudge),
        ALONE,
        new Journal(its),
        new HashSet<>(),
        () -> 0);
  }

  /// The daemon dies, and starts again with what is on disk and on the machine.
  void restart() throws Exception {
    alarms.clear();
    nudged.clear();
    runs = daemon();
    supply = runs.supply();
    seats = runs.seats();
    wakes = runs.wakes();
    roster = roster();
    roster.adopt(seats);
    nudged.addAll(roster.all());
  }

  void nudge(Key key) {
    nudged.add(key);
  }

  private void ring(Duration after, Runnable action) {
    alarms.add(new Ring(now.plus(after), rings++, action));
  }

  /// Something that happens by itself, even while the daemon is down, is not an alarm of it.
  void look(Key key) throws Exception {
    nudged.remove(key);
    switch (runs.reconcile(key)) {
      case Next.Settled() -> {}
      case Next.Again(var after) -> {
        if (after.isZero()) {
          nudge(key);
        } else {
          ring(after, () -> nudge(key));
        }
      }
    }
  }

  /// Until nobody has anything to do now.
  void settle() throws Exception {
    for (int round = 0; !nudged.isEmpty(); round++) {
      if (round > 10_000) {
        throw new AssertionError("does not settle: " + nudged);
      }
      look(nudged.iterator().next());
    }
  }

  /// Time passes, alarms ring, and what they lead to is done.
  void pass(Duration time) throws Exception {
    var until = now.plus(time);
    settle();
    while (!alarms.isEmpty() && !alarms.element().when().isAfter(until)) {
      ringNext();
      settle();
    }
    now = until;
  }

  boolean hasAlarm() {
    return !alarms.isEmpty();
  }

  Instant nextAlarm() {
    return alarms.element().when();
  }

  void ringNext() {
    var next = alarms.remove();
    now = next.when().isAfter(now) ? next.when() : now;
    next.action().run();
  }

  void travel(Instant to) {
    now = to.isAfter(now) ? to : now;
  }

  // --- what tests say and see ---

  Key submit(String name, Sample wanted) {
    var key = new Key("p", name);
    store.create(Kind.JOB_RUN, key, wanted.named(name));
    return key;
  }

  JobRunObserved observed(Key run) {
    return store.find(Kind.JOB_RUN, run).orElseThrow().observed();
  }

  IndexObserved index(Key run, int index) {
    return Objects.requireNonNull(observed(run).indices().get(Integer.toString(index)));
  }

  /// The containers that run, as `r-0-0`.
  List<String> running() {
    return containers.running().stream()
        .map(one -> String.valueOf(one.labels().get("instance")))
        .toList();
  }

  void exit(String instance, int code) {
    containers.exit(id(instance), code, false);
  }

  String id(String instance) {
    return containers.list().stream()
        .filter(one -> instance.equals(one.labels().get("instance")))
        .findFirst()
        .orElseThrow()
        .id();
  }

  List<String> events(Key run) {
    return store.events(Kind.JOB_RUN, run).stream().map(World::words).toList();
  }

  private static String words(Event event) {
    return "%s %s %s%s"
        .formatted(
            event.type(),
            event.reason(),
            event.instance().isEmpty() ? "" : event.instance() + ": ",
            event.message());
  }

  void assertNothingIsLeft() throws Exception {
    var left = new ArrayList<String>();
    containers.list().forEach(container -> left.add("container " + container.id()));
    roster.all().forEach(key -> left.add("trace of " + key));
    if (!seats.empty()) {
      left.add("seats");
    }
    if (!supply.empty()) {
      left.add("images in memory");
    }
    if (!wakes.empty()) {
      left.add("alarms");
    }
    if (!left.isEmpty()) {
      throw new AssertionError("left: " + left);
    }
  }
}

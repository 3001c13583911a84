// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Alarm;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Mounts;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Reconciler;
import dev.windlass.engine.Store;
import dev.windlass.runtime.Containers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Looks at one app, makes a [Plan] and does it. What takes long is done beside it, and nudges when
/// it is over. All that it remembers may be forgotten: it is found out again.
final class AppReconciler implements Reconciler<Key> {
  private static final System.Logger log = System.getLogger(AppReconciler.class.getName());

  private final Parts parts;
  private final Tasks tasks;
  private final Alarm alarm;
  private final Consumer<Key> nudge;
  private final Look look;
  private final Launch launch;
  private final Testimony testimony;
  private final Journal journal;
  private final ConcurrentMap<Key, Memory> memories = new ConcurrentHashMap<>();

  AppReconciler(Parts parts, Tasks tasks, Pulls pulls, Alarm alarm, Consumer<Key> nudge) {
    this.parts = parts;
    this.tasks = tasks;
    this.alarm = alarm;
    this.nudge = nudge;
    this.look = new Look(parts, tasks);
    this.launch = new Launch(parts, pulls, nudge);
    this.testimony = new Testimony(parts);
    this.journal = new Journal(parts.store());
  }

  @Override
  public Next reconcile(Key app) throws InterruptedException {
    var memory = memories.computeIfAbsent(app, _ -> new Memory());
    var world = look.at(app, memory);
    var plan = Plan.of(world);
    for (var step : plan.steps()) {
      take(app, memory, step);
    }
    if (world.isEmpty()) {
      memories.remove(app);
    }
    return plan.next();
  }

  private void take(Key app, Memory memory, Step step) throws InterruptedException {
    switch (step) {
      case Step.Found(var key, var spec) ->
          found(key, () -> parts.store().create(Kind.REVISION, key, spec));
      case Step.Describe(var observed) -> parts.store().observe(Kind.APP, app, _ -> observed);
      case Step.Judge judge -> judge(judge);
      case Step.Launch(var revision, var slots) ->
          begin(app, Work.LAUNCH.on(revision.id()), () -> launch.run(revision, slots));
      case Step.Begin(var revision, var replica) ->
          begin(app, Work.LAUNCH.on(revision.id()), () -> launch.begin(revision, replica));
      case Step.Abandon(var revision) -> tasks.cancel(Work.LAUNCH.on(revision.id()));
      case Step.Probe(var replica, var probing) ->
          probe(new Watch(app, Work.PROBE, memory, memory.probes(), replica, probing));
      case Step.Pulse(var replica, var probing) ->
          probe(new Watch(app, Work.PULSE, memory, memory.pulses(), replica, probing));
      case Step.End(var replica, var problem) ->
          begin(app, Work.STOP.on(replica.id()), () -> end(replica, problem));
      case Step.Remount(var revision) ->
          begin(app, Work.REMOUNT.on(revision.id()), () -> remount(memory, revision));
      case Step.Serve serve -> serve(app, memory, serve);
      case Step.Unserve() -> {
        parts.scaler().forget(app);
        parts.routes().unserve(app);
      }
      case Step.Drain(var replica) ->
          memory.drainedSince().putIfAbsent(replica.id(), parts.clock().instant());
      case Step.Stop(var replica) -> begin(app, Work.STOP.on(replica.id()), () -> stop(replica));
      case Step.Freeze(var replica) -> {
        memory.steady().remove(replica.life()); // whoever is frozen answers no probe
        containers(c -> c.freeze(replica.id()));
      }
      case Step.Thaw(var replica) -> containers(c -> c.thaw(replica.id()));
      case Step.Prepare(var revision, var slot) ->
          begin(app, Work.LAUNCH.on(revision.id()), () -> prepare(memory, revision, slot));
      case Step.Forget(var revision) -> {
        parts.coldStarts().forget(revision.app(), revision.name());
        parts.store().delete(Kind.REVISION, revision.key());
      }
    }
  }

  private void prepare(Memory memory, Revision revision, Slot slot)
      throws InterruptedException, IOException {
    var refersTo = references(revision);
    if (!launch.prepare(revision, slot)) {
      memory.inVain().put(revision.id(), refersTo);
    }
  }

  private String references(Revision revision) {
    return new References(parts.store(), revision.app().project()).tags(revision.template());
  }

  private void containers(Quick action) {
    try {
      action.on(parts.containers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What takes no longer than a look.
  @FunctionalInterface
  private interface Quick {
    void on(Containers containers) throws IOException;
  }

  /// What gets requests again drains no more.
  private void serve(Key app, Memory memory, Step.Serve serve) {
    serve.ways().stream()
        .flatMap(way -> way.route().backends().stream())
        .forEach(backend -> memory.drainedSince().remove(backend.name()));
    parts.routes().serve(app, serve.hosts(), serve.tags(), serve.ways());
    parts.scaler().serve(app, serve.ways());
  }

  private void begin(Key app, String name, Tasks.Task task) {
    Runnable again = () -> nudge.accept(app);
    tasks.begin(name, task, again, () -> alarm.ring(parts.limits().firstPullRetry(), again));
  }

  /// Somebody else may have been quicker; the next look tells.
  private static void found(Key key, Runnable create) {
    try {
      create.run();
    } catch (Store.Conflict taken) {
      log.log(System.Logger.Level.DEBUG, "revision {0} is there already", key);
    }
  }

  private void stop(Replica replica) throws InterruptedException {
    var grace = parts.limits().goodbye();
    if (!parts.containers().stop(replica.id(), grace)) {
      journal.ignoredSigterm(replica, grace);
    }
  }

  /// It is there still, and ended, so that it is looked at and started again like any other.
  private void end(Replica replica, String problem) throws InterruptedException {
    journal.dead(replica, problem);
    var grace = parts.limits().goodbye();
    if (!parts.containers().end(replica.id(), grace)) {
      journal.ignoredSigterm(replica, grace);
    }
  }

  /// Whose probes follow one another.
  ///
  /// @param known what they said, by life
  private record Watch(
      Key app,
      Work work,
      Memory memory,
      Map<String, Readiness> known,
      Replica replica,
      Probing probing) {
    @Nullable Readiness last() {
      return known.get(replica.life());
    }
  }

  /// While it says what it said before, the next probe is all that there is to do.
  private void probe(Watch of) {
    var before = of.last();
    Runnable again = () -> nudge.accept(of.app());
    tasks.begin(
        of.work().on(of.replica().life()),
        () -> ask(of),
        () -> {
          var after = of.last();
          noteFirst(of.replica(), before, after);
          if (before != null && after != null && before.ready() && after.isWell()) {
            var left = Duration.between(parts.clock().instant(), after.next());
            alarm.ring(left, () -> probeIfDue(of));
          } else {
            again.run();
          }
        },
        () -> alarm.ring(parts.limits().firstPullRetry(), again));
  }

  /// Nobody else has probed it meanwhile, and it is still there.
  private void probeIfDue(Watch of) {
    var last = of.last();
    boolean due = last != null && !parts.clock().instant().isBefore(last.next());
    if (due && of.memory().steady().contains(of.replica().life())) {
      probe(of);
    }
  }

  private void noteFirst(Replica replica, @Nullable Readiness before, @Nullable Readiness after) {
    if (before != null && !before.ready() && after != null && after.ready()) {
      var took = Duration.between(before.since(), after.since());
      parts.coldStarts().took(replica.app(), replica.revision(), "probe", took);
    }
  }

  private void ask(Watch of) {
    var problem = parts.prober().problem(of.replica().container().address(), of.probing());
    Instant now = parts.clock().instant();
    of.known()
        .computeIfPresent(
            of.replica().life(),
            (_, before) -> before.after(problem, now, of.probing(), parts.limits()));
  }

  private void remount(Memory memory, Revision revision) throws IOException {
    var refersTo = references(revision);
    switch (new Recipe(parts).remount(revision)) {
      case Mounts.Ready _ -> {}
      case Mounts.Missing(var what) ->
          journal.warning(revision, "FailedMount", "", String.join("; ", what));
    }
    memory.mounted().put(revision.id(), refersTo);
  }

  private void judge(Step.Judge judge) throws InterruptedException {
    var revision = judge.revision();
    switch (judge.verdict()) {
      case Verdict.Ready() -> observe(revision, now -> now.ready(judge.ready()));
      case Verdict.Counted() -> observe(revision, now -> now.counting(judge.ready()));
      case Verdict.Retired() -> observe(revision, now -> retired(revision, now));
      case Verdict.Crashed(var replica, var end, var again) -> {
        var exited = testimony.exited(revision, replica, end);
        trouble(judge, exited, again);
        journal.failed(revision, replica.id(), exited);
        journal.warning(
            revision,
            "BackOff",
            replica.id(),
            "Back-off restarting failed container user-container");
      }
      case Verdict.Silent(var replica, var problem) -> {
        var silent = testimony.silent(revision, replica, problem);
        trouble(judge, silent, null);
        journal.failed(revision, replica.id(), silent);
      }
    }
  }

  private static RevisionObserved retired(Revision revision, RevisionObserved now) {
    var slow = new Trouble.TooSlow();
    return now.status().equals("loading")
        ? now.troubled(slow.reason(), slow.diagnosis(revision), null).retired()
        : now.retired();
  }

  private void trouble(Step.Judge judge, Trouble trouble, @Nullable Instant again) {
    var words = trouble.diagnosis(judge.revision());
    observe(
        judge.revision(),
        now -> now.troubled(trouble.reason(), words, again).counting(judge.ready()));
  }

  private void observe(Revision revision, UnaryOperator<RevisionObserved> change) {
    parts.store().observe(Kind.REVISION, revision.key(), change);
  }

  /// From the next look on, these are replaced, one after the other. After a crash of the engine
  /// those that are left are not.
  void replace(Key app, List<Replica> replicas) {
    var memory = memories.computeIfAbsent(app, _ -> new Memory());
    replicas.forEach(replica -> memory.leaving().add(replica.life()));
  }

  /// What is remembered of the probes of an app.
  Map<String, Readiness> probes(Key app) {
    var memory = memories.get(app);
    return memory == null ? Map.of() : Map.copyOf(memory.probes());
  }
}

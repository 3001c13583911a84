// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.api.AppPrototype;
import dev.windlass.engine.Key;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Reconciler.Next;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.engine.app.World.Wanted;
import dev.windlass.runtime.Observed.State.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Makes one [Plan]. The order of the steps matters in one place: requests are sent elsewhere
/// before those who got them are stopped.
final class Planning {
  private static final Duration SOON = Duration.ofMillis(1);

  private static final Readiness NEVER_PROBED =
      new Readiness(false, 0, Instant.EPOCH, Instant.EPOCH, "");

  private final World world;
  private final List<Step> steps = new ArrayList<>();
  private Optional<Instant> due = Optional.empty();

  Planning(World world) {
    this.world = world;
  }

  Plan plan() {
    world.app().ifPresentOrElse(this::keep, this::clearAway);
    return new Plan(List.copyOf(steps), next());
  }

  private Next next() {
    return due.<Next>map(at -> new Next.Again(waitFor(at))).orElseGet(Next.Settled::new);
  }

  private Duration waitFor(Instant at) {
    Duration wait = Duration.between(world.now(), at);
    return wait.compareTo(SOON) < 0 ? SOON : wait;
  }

  private void lookAgainAt(Instant at) {
    due = Optional.of(due.filter(earlier -> earlier.isBefore(at)).orElse(at));
  }

  private boolean isDue(Instant at) {
    if (at.isAfter(world.now())) {
      lookAgainAt(at);
      return false;
    }
    return true;
  }

  private void clearAway() {
    steps.add(new Step.Unserve());
    world.replicas().forEach(this::stop);
    world.revisions().forEach(this::remove);
  }

  private void keep(Wanted app) {
    var own = world.revisions().stream().filter(revision -> isOf(app, revision)).toList();
    var lineup = Lineup.of(own);
    makeRevision(app, lineup);
    lineup.active().forEach(this::run);
    serve(app, lineup);
    describe(app, lineup);
    retire(lineup);
    removeStrangers(own);
  }

  /// An app of the same name may have been there before.
  private static boolean isOf(Wanted app, Revision revision) {
    return revision.spec().appId().equals(app.resource().id());
  }

  private void makeRevision(Wanted app, Lineup lineup) {
    String tag = app.resource().entityTag();
    boolean made =
        lineup.newest().map(newest -> newest.spec().madeFrom().equals(tag)).orElse(false)
            || (lineup.newest().isPresent() && tag.equals(app.observed().madeFrom()));
    int number = lastNumber(app, lineup) + 1;
    var key = new Key(world.key().project(), Revision.name(world.key().name(), number));
    if (!made && world.revisions().stream().noneMatch(taken -> taken.key().equals(key))) {
      AppPrototype template = app.resource().wanted();
      var spec = new RevisionSpec(world.key().name(), template, app.resource().id(), tag);
      steps.add(new Step.Found(key, spec));
    }
  }

  private static int lastNumber(Wanted app, Lineup lineup) {
    return Math.max(app.observed().revisions(), lineup.newest().map(Revision::number).orElse(0));
  }

  /// Keeps the instances of a revision running and says how they are.
  private void run(Revision revision) {
    var replicas = replicasOf(revision);
    var missing = new ArrayList<Slot>();
    var expected = new HashSet<String>();
    for (int ordinal = 0; ordinal < revision.instances(); ordinal++) {
      String id = revision.instanceName(ordinal);
      expected.add(id);
      var replica = replicas.stream().filter(r -> r.id().equals(id)).findFirst();
      toStart(id, ordinal, replica).ifPresent(missing::add);
    }
    replicas.stream().filter(stray -> !expected.contains(stray.id())).forEach(this::stop);
    launch(revision, missing);
    remount(revision, replicas);
    replicas.stream().filter(this::runs).forEach(replica -> probe(revision, replica));
    judge(revision, replicas.stream().filter(replica -> !stopping(replica)).toList());
  }

  private Optional<Slot> toStart(String id, int ordinal, Optional<Replica> replica) {
    if (world.busy().stopping().contains(id)) {
      return Optional.empty();
    }
    if (replica.isEmpty()) {
      return Optional.of(new Slot(id, ordinal, 0, 0, world.now()));
    }
    return replica
        .flatMap(Replica::ended)
        .filter(end -> isDue(replica.get().restartAt(end, world.limits())))
        .map(end -> replica.get().restarted(end, world.limits()));
  }

  private void launch(Revision revision, List<Slot> slots) {
    if (!slots.isEmpty() && !launching(revision) && mayTry(revision)) {
      steps.add(new Step.Launch(revision, List.copyOf(slots)));
    }
  }

  /// After a failure it is tried again when its time has come, or when something that it refers to
  /// is another than it was.
  private boolean mayTry(Revision revision) {
    var observed = revision.observed();
    if (observed.attempts() == 0 || !refersTo(revision).equals(observed.triedWith())) {
      return true;
    }
    Instant retryAt = observed.retryAt();
    return retryAt != null && isDue(retryAt);
  }

  private void remount(Revision revision, List<Replica> replicas) {
    var mounts = revision.template().runVolumeMounts();
    String written = world.busy().mounted().getOrDefault(revision.id(), "");
    if (mounts != null
        && !mounts.isEmpty()
        && !launching(revision)
        && replicas.stream().anyMatch(this::runs)
        && !written.equals(refersTo(revision))) {
      steps.add(new Step.Remount(revision));
    }
  }

  private void probe(Revision revision, Replica replica) {
    if (!world.busy().probing().contains(replica.life()) && isDue(readiness(replica).next())) {
      steps.add(new Step.Probe(replica, revision.probing()));
    }
  }

  private void judge(Revision revision, List<Replica> replicas) {
    int ready = (int) replicas.stream().filter(this::ready).count();
    var verdict = verdict(revision, replicas, ready);
    if (verdict.isPresent() || revision.observed().actualInstances() != ready) {
      steps.add(new Step.Judge(revision, verdict.orElseGet(Verdict.Counted::new), ready));
    }
  }

  /// Empty when what was said of the revision still holds.
  private Optional<Verdict> verdict(Revision revision, List<Replica> replicas, int ready) {
    var observed = revision.observed();
    boolean tryingInVain = observed.attempts() > 0;
    if (ready >= revision.instances() || (revision.wasReady() && ready > 0 && !tryingInVain)) {
      return observed.status().equals("ready")
          ? Optional.empty()
          : Optional.of(new Verdict.Ready());
    }
    if (tryingInVain || (ready > 0 && revision.wasReady())) {
      return Optional.empty(); // whoever tried has said why
    }
    return lastCrash(replicas)
        .map(replica -> crashed(revision, replica))
        .orElseGet(() -> silent(revision, replicas));
  }

  private static Optional<Replica> lastCrash(List<Replica> replicas) {
    return replicas.stream()
        .filter(replica -> replica.ended().isPresent())
        .max(Comparator.comparing(replica -> end(replica).at()));
  }

  private static Ended end(Replica replica) {
    return replica.ended().orElseThrow();
  }

  private Optional<Verdict> crashed(Revision revision, Replica replica) {
    Instant again = replica.restartAt(end(replica), world.limits());
    return revision.troubled() && again.equals(revision.observed().retryAt())
        ? Optional.empty()
        : Optional.of(new Verdict.Crashed(replica, end(replica), again));
  }

  /// Some run, none has ended, and too few answer.
  private Optional<Verdict> silent(Revision revision, List<Replica> replicas) {
    return replicas.stream()
        .filter(this::runs)
        .filter(replica -> !ready(replica) && readiness(replica).failures() > 0)
        .filter(replica -> isDue(deadline(replica)))
        .findFirst()
        .filter(_ -> !(revision.troubled() && isSilence(revision.observed().reason())))
        .map(replica -> new Verdict.Silent(replica, readiness(replica).problem()));
  }

  private static boolean isSilence(String reason) {
    return reason.equals(Trouble.NEVER_READY);
  }

  /// Counts from its start, or from when it ceased to be ready.
  private Instant deadline(Replica replica) {
    return readiness(replica).since().plus(world.limits().progress());
  }

  private void serve(Wanted app, Lineup lineup) {
    if (app.host().isEmpty()) {
      steps.add(new Step.Unserve());
      return;
    }
    var ready =
        lineup.serving().stream()
            .flatMap(revision -> replicasOf(revision).stream())
            .filter(this::ready)
            .toList();
    var revision = lineup.serving().or(lineup::newest);
    steps.add(new Step.Serve(app.host(), Routing.route(app, revision, ready)));
  }

  private void describe(Wanted app, Lineup lineup) {
    lineup
        .newest()
        .map(newest -> observed(app, newest, lineup))
        .filter(observed -> !observed.equals(app.observed()))
        .ifPresent(observed -> steps.add(new Step.Describe(observed)));
  }

  private static AppObserved observed(Wanted app, Revision newest, Lineup lineup) {
    Health health = Health.of(newest, lineup.serving());
    boolean made = newest.number() > app.observed().revisions();
    return new AppObserved(
        health.status(),
        health.reason(),
        lastNumber(app, lineup),
        newest.name(),
        lineup.serving().map(Revision::name).orElse(null),
        made || app.observed().madeFrom() == null
            ? newest.spec().madeFrom()
            : app.observed().madeFrom());
  }

  /// Takes down those that neither serve nor are to serve. The newest of them is kept to look at.
  private void retire(Lineup lineup) {
    for (var revision : lineup.idle()) {
      abandon(revision);
      replicasOf(revision).forEach(replica -> drain(revision, replica));
      settle(revision);
    }
    lineup.idle().stream().skip(1).filter(this::isEmpty).map(Step.Forget::new).forEach(steps::add);
  }

  private void settle(Revision revision) {
    var observed = revision.observed();
    if (observed.status().equals("loading")
        || observed.actualInstances() != 0
        || observed.retryAt() != null) {
      steps.add(new Step.Judge(revision, new Verdict.Retired(), 0));
    }
  }

  /// What still works on requests is given the time that a request may take.
  private void drain(Revision revision, Replica replica) {
    Instant since = world.busy().drainedSince().get(replica.id());
    if (replica.ended().isPresent()) {
      stop(replica);
    } else if (since == null) {
      steps.add(new Step.Drain(replica));
      lookAgainAt(world.now());
    } else if (!world.busy().serving().contains(replica.id())
        || isDue(since.plus(Routing.patience(revision)))) {
      stop(replica);
    }
  }

  private void removeStrangers(List<Revision> own) {
    var known = new HashSet<String>();
    own.forEach(revision -> known.add(revision.id()));
    world.replicas().stream().filter(r -> !known.contains(r.revisionId())).forEach(this::stop);
    world.revisions().stream().filter(r -> !known.contains(r.id())).forEach(this::remove);
  }

  private void remove(Revision revision) {
    abandon(revision);
    if (isEmpty(revision)) {
      steps.add(new Step.Forget(revision));
    }
  }

  private void abandon(Revision revision) {
    if (launching(revision)) {
      steps.add(new Step.Abandon(revision));
    }
  }

  private void stop(Replica replica) {
    if (!stopping(replica)) {
      steps.add(new Step.Stop(replica));
    }
  }

  private boolean isEmpty(Revision revision) {
    return !launching(revision) && replicasOf(revision).isEmpty();
  }

  private List<Replica> replicasOf(Revision revision) {
    return world.replicas().stream().filter(r -> r.revisionId().equals(revision.id())).toList();
  }

  private boolean launching(Revision revision) {
    return world.busy().launching().contains(revision.id());
  }

  private boolean stopping(Replica replica) {
    return world.busy().stopping().contains(replica.id());
  }

  private boolean runs(Replica replica) {
    return replica.container().running() && !stopping(replica);
  }

  private boolean ready(Replica replica) {
    return runs(replica) && readiness(replica).ready();
  }

  private Readiness readiness(Replica replica) {
    return world.probes().getOrDefault(replica.life(), NEVER_PROBED);
  }

  private String refersTo(Revision revision) {
    return world.refersTo().getOrDefault(revision.id(), "");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Plans for one revision that is to have instances: keeps them running and sees how they are.
record Tending(World world, Agenda agenda) {
  void run(Revision revision) {
    var resting = new Resting(world, agenda, new Draining(world, agenda));
    var replicas = world.replicasOf(revision);
    var missing = new ArrayList<Slot>();
    var expected = new HashSet<String>();
    for (int ordinal = 0; ordinal < world.instances(revision); ordinal++) {
      String id = revision.instanceName(ordinal);
      var replica = replicas.stream().filter(r -> r.id().equals(id)).findFirst();
      if (replica.filter(found -> world.stale(revision, found)).isPresent()) {
        continue;
      }
      expected.add(id);
      toStart(id, ordinal, replica).ifPresent(missing::add);
    }
    replicas.stream()
        .filter(stray -> !expected.contains(stray.id()) || world.leaves(stray))
        .forEach(stray -> resting.rest(revision, stray));
    resting.wake(revision, replicas);
    launch(revision, missing);
    resting.prepare(revision);
    remount(revision, replicas);
    replicas.stream().filter(world::runs).forEach(replica -> probe(revision, replica));
  }

  /// To be planned after requests are sent elsewhere.
  void endDead(Revision revision) {
    for (var replica : world.replicasOf(revision)) {
      if (world.runs(replica)) {
        world.death(replica).ifPresent(pulse -> agenda.add(new Step.End(replica, pulse.problem())));
      }
    }
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
        .filter(end -> agenda.isDue(replica.get().restartAt(end, world.limits())))
        .map(end -> replica.get().restarted(end, world.limits()));
  }

  private void launch(Revision revision, List<Slot> slots) {
    if (!slots.isEmpty() && !world.launching(revision) && mayTry(revision)) {
      agenda.add(new Step.Launch(revision, List.copyOf(slots)));
    }
  }

  /// After a failure it is tried again when its time has come, or when something that it refers to
  /// is another than it was.
  private boolean mayTry(Revision revision) {
    var observed = revision.observed();
    if (observed.attempts() == 0 || !world.refersTo(revision).equals(observed.triedWith())) {
      return true;
    }
    Instant retryAt = observed.retryAt();
    return retryAt != null && agenda.isDue(retryAt);
  }

  private void remount(Revision revision, List<Replica> replicas) {
    var mounts = revision.template().runVolumeMounts();
    String written = world.busy().mounted().getOrDefault(revision.id(), "");
    if (mounts != null
        && !mounts.isEmpty()
        && !world.launching(revision)
        && replicas.stream().anyMatch(world::runs)
        && !written.equals(world.refersTo(revision))) {
      agenda.add(new Step.Remount(revision));
    }
  }

  private void probe(Revision revision, Replica replica) {
    if (!world.busy().probing().contains(replica.life()) && isDue(world.readiness(replica))) {
      agenda.add(new Step.Probe(replica, revision.probing()));
    }
    Probing.alive(revision.template()).ifPresent(how -> pulse(replica, how));
  }

  private void pulse(Replica replica, Probing probing) {
    var known = world.pulses().get(replica.life());
    if (known != null
        && known.ready()
        && !world.busy().pulsing().contains(replica.life())
        && isDue(known)) {
      agenda.add(new Step.Pulse(replica, probing));
    }
  }

  /// Those that say what they said before follow one another without a look at the app.
  private boolean isDue(Readiness readiness) {
    return readiness.isWell()
        ? !world.now().isBefore(readiness.next())
        : agenda.isDue(readiness.next());
  }
}

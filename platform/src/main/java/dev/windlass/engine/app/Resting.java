// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.runtime.Observed.State;
import java.time.Duration;
import java.util.List;

/// Plans for an instance that nothing is asked of: the first of a revision that sleeps may stay,
/// frozen or only created; all others go.
record Resting(World world, Agenda agenda, Draining draining) {
  private static final Duration LATER = Duration.ofMillis(100);

  void rest(Revision revision, Replica replica) {
    if (!mayStay(revision, replica)) {
      draining.drain(revision, replica);
    } else if (world.runs(replica) && draining.isDrained(revision, replica)) {
      agenda.add(new Step.Freeze(replica));
      lookAgain();
    }
  }

  private boolean mayStay(Revision revision, Replica replica) {
    return world.instances(revision) == 0
        && replica.slot().ordinal() == 0
        && !world.leaves(replica)
        && !world.stale(revision, replica)
        && mayStay(world.rung(revision), replica);
  }

  private boolean mayStay(Rung rung, Replica replica) {
    return switch (replica.container().state()) {
      case State.Running() -> rung == Rung.FROZEN && world.ready(replica);
      case State.Frozen() -> rung == Rung.FROZEN;
      case State.Created() -> rung != Rung.COLD;
      case State.Ended _ -> false;
    };
  }

  /// Makes the container of one that sleeps and has none.
  void prepare(Revision revision) {
    boolean wanted =
        world.instances(revision) == 0
            && world.rung(revision) == Rung.CREATED
            && revision.wasReady()
            && !world.refersTo(revision).equals(world.busy().inVain().get(revision.id()));
    boolean free =
        !world.launching(revision)
            && world.replicasOf(revision).isEmpty()
            && !world.busy().stopping().contains(revision.instanceName(0));
    if (wanted && free) {
      var slot = new Slot(revision.instanceName(0), 0, 0, 0, world.now());
      agenda.add(new Step.Prepare(revision, slot));
    }
  }

  /// Lets those go on that are needed again.
  void wake(Revision revision, List<Replica> replicas) {
    for (var replica : replicas) {
      if (world.begins(revision, replica) && !world.launching(revision)) {
        agenda.add(new Step.Begin(revision, replica));
      }
      if (world.wakes(revision, replica)) {
        agenda.add(new Step.Thaw(replica));
        lookAgain();
      }
    }
  }

  /// For what is said of it; not at once, as somebody may wait for an answer meanwhile.
  private void lookAgain() {
    agenda.lookAgainAt(world.now().plus(LATER));
  }
}

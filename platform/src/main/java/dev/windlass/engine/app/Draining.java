// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.time.Instant;

/// Plans how an instance goes that gets no more requests: what it still works on is given the time
/// that a request may take.
record Draining(World world, Agenda agenda) {
  void drain(Revision revision, Replica replica) {
    if (!replica.container().running() || isDrained(revision, replica)) {
      stop(replica);
    }
  }

  /// Whether a running one has nothing left to do, or had all the time for it that there is. If
  /// not, the plan is to see to it.
  boolean isDrained(Revision revision, Replica replica) {
    Instant since = world.busy().drainedSince().get(replica.id());
    if (since == null) {
      agenda.add(new Step.Drain(replica));
      agenda.lookAgainAt(world.now());
      return false;
    }
    return !world.busy().serving().contains(replica.id())
        || agenda.isDue(since.plus(Routing.patience(revision)));
  }

  void stop(Replica replica) {
    if (!world.stopping(replica)) {
      agenda.add(new Step.Stop(replica));
    }
  }
}

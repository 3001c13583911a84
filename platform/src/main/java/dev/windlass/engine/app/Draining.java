// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.time.Instant;

/// Plans how an instance goes that gets no more requests: what it still works on is given the time
/// that a request may take.
record Draining(World world, Agenda agenda) {
  void drain(Revision revision, Replica replica) {
    Instant since = world.busy().drainedSince().get(replica.id());
    if (replica.ended().isPresent()) {
      stop(replica);
    } else if (since == null) {
      agenda.add(new Step.Drain(replica));
      agenda.lookAgainAt(world.now());
    } else if (!world.busy().serving().contains(replica.id())
        || agenda.isDue(since.plus(Routing.patience(revision)))) {
      stop(replica);
    }
  }

  void stop(Replica replica) {
    if (!world.stopping(replica)) {
      agenda.add(new Step.Stop(replica));
    }
  }
}

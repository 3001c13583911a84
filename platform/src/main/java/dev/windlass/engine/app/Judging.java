// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.diagnose.CodeEngineReason;
import dev.windlass.runtime.Observed.State.Ended;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Plans what is to be said of one revision that is to have instances.
record Judging(World world, Agenda agenda) {
  void judge(Revision revision) {
    var replicas =
        world.replicasOf(revision).stream().filter(replica -> !world.stopping(replica)).toList();
    int ready = (int) replicas.stream().filter(world::ready).count();
    var verdict = verdict(revision, replicas, ready);
    if (verdict.isPresent() || revision.observed().actualInstances() != ready) {
      agenda.add(new Step.Judge(revision, verdict.orElseGet(Verdict.Counted::new), ready));
    }
  }

  /// Empty when what was said of the revision still holds.
  private Optional<Verdict> verdict(Revision revision, List<Replica> replicas, int ready) {
    var observed = revision.observed();
    boolean tryingInVain = observed.attempts() > 0;
    if (ready >= world.instances(revision) || (revision.wasReady() && ready > 0 && !tryingInVain)) {
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
        .filter(world::runs)
        .filter(replica -> !world.ready(replica) && world.readiness(replica).failures() > 0)
        .filter(replica -> agenda.isDue(deadline(replica)))
        .findFirst()
        .filter(_ -> !(revision.troubled() && isSilence(revision.observed().reason())))
        .map(replica -> new Verdict.Silent(replica, world.readiness(replica).problem()));
  }

  private static boolean isSilence(String reason) {
    return reason.equals(CodeEngineReason.NEVER_READY.toString());
  }

  /// Counts from its start, or from when it ceased to be ready.
  private Instant deadline(Replica replica) {
    return world.readiness(replica).since().plus(world.limits().progress());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.diagnose.CodeEngineReason;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.runtime.Observed.State;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The instances of a revision, as people see them: those that there are and those that are to be.
///
/// @param replicas of the whole app
/// @param wanted how many instances the revision is to have
record InstanceView(Revision revision, List<Replica> replicas, int wanted) {
  Stream<Instance> all() {
    var own = replicas.stream().filter(r -> r.revisionId().equals(revision.id())).toList();
    var there = new HashSet<>(own.stream().map(Replica::id).toList());
    var missing =
        IntStream.range(0, wanted)
            .mapToObj(revision::instanceName)
            .filter(name -> !there.contains(name));
    return Stream.concat(own.stream().map(this::running), missing.map(this::pending));
  }

  private Instance running(Replica replica) {
    return switch (replica.container().state()) {
      case State.Running() -> alive(replica, "running");
      case State.Frozen() -> alive(replica, "frozen");
      case State.Created() -> alive(replica, "created");
      case State.Ended ended -> ended(replica, ended);
    };
  }

  private Instance alive(Replica replica, String status) {
    return new Instance(
        replica.id(),
        revision.name(),
        status,
        "",
        replica.slot().restarts(),
        replica.slot().createdAt(),
        replica.container().startedAt(),
        null,
        null);
  }

  private Instance ended(Replica replica, State.Ended end) {
    return new Instance(
        replica.id(),
        revision.name(),
        end.code() == 0 ? "succeeded" : "failed",
        reason(replica, end),
        replica.slot().restarts(),
        replica.slot().createdAt(),
        replica.container().startedAt(),
        end.at(),
        end.code());
  }

  private static String reason(Replica replica, State.Ended end) {
    return switch (end.excess()) {
      case MEMORY -> "OOMKilled";
      case STORAGE -> "ExceededEphemeralStorage";
      case NOTHING -> byItself(replica, end);
    };
  }

  private static String byItself(Replica replica, State.Ended end) {
    if (replica.slot().restarts() > 0) {
      return "CrashLoopBackOff";
    }
    return end.code() == 0 ? "Completed" : "Error";
  }

  private Instance pending(String name) {
    return new Instance(
        name,
        revision.name(),
        "pending",
        whatFor(revision.observed()),
        0,
        revision.resource().createdAt(),
        null,
        null,
        null);
  }

  /// What a container that is not there waits for, in the words of Kubernetes.
  private static String whatFor(RevisionObserved observed) {
    if (observed.attempts() == 0) {
      return "ContainerCreating";
    }
    return switch (CodeEngineReason.byWire(observed.reason()).orElse(CodeEngineReason.BACK_OFF)) {
      case WAITING -> "CreateContainerConfigError";
      case NEVER_READY -> "InvalidImageName";
      case EXITED_1 -> "RunContainerError";
      default -> observed.attempts() == 1 ? "ErrImagePull" : "ImagePullBackOff";
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.TrafficPrototype;
import dev.windlass.engine.Key;
import dev.windlass.engine.Limits;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Resource;
import dev.windlass.ingress.Host;
import dev.windlass.ingress.Split;
import dev.windlass.runtime.Observed.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that is known of one app at one moment.
///
/// @param app empty when nobody wants it any more
/// @param suspended whether its project is soft-deleted: it may come back, and must not run
/// @param revisions all that bear its name, also those of an app of that name before it
/// @param replicas its containers, those of revisions that are gone too
/// @param probes by life; those of replicas that run
/// @param pulses the same of the liveness probes; only of those that have any and were ready once
/// @param refersTo by revision id: the entity tags of all that the revision refers to
/// @param wanted by revision id: how many instances it is to have while it is active
/// @param rungs by revision id: how it is to wait while it is to have none
/// @param busy what is being done now
record World(
    Instant now,
    Key key,
    Optional<Wanted> app,
    boolean suspended,
    List<Revision> revisions,
    List<Replica> replicas,
    Map<String, Readiness> probes,
    Map<String, Readiness> pulses,
    Map<String, String> refersTo,
    Map<String, Integer> wanted,
    Map<String, Rung> rungs,
    Busy busy,
    Limits limits) {
  private static final Readiness NEVER_PROBED =
      new Readiness(false, 0, Instant.EPOCH, Instant.EPOCH, "");

  /// Whether there is nothing to remember.
  boolean isEmpty() {
    return app.isEmpty() && revisions.isEmpty() && replicas.isEmpty();
  }

  List<Replica> replicasOf(Revision revision) {
    return replicas.stream().filter(r -> r.revisionId().equals(revision.id())).toList();
  }

  /// How many instances it is to have.
  int instances(Revision revision) {
    return wanted.getOrDefault(revision.id(), 0);
  }

  /// How one of its instances waits while there are to be none.
  Rung rung(Revision revision) {
    return rungs.getOrDefault(revision.id(), Rung.COLD);
  }

  /// Whether it waits with what the revision refers to as that was then.
  boolean stale(Revision revision, Replica replica) {
    boolean waits = !replica.container().running() && !replica.container().ended();
    return waits && !replica.refersTo().equals(refersTo(revision));
  }

  /// Whether it is frozen, is needed, and can take requests at once.
  boolean wakes(Revision revision, Replica replica) {
    return replica.container().state() instanceof State.Frozen && isNeeded(revision, replica);
  }

  /// Whether it is made, and is needed.
  boolean begins(Revision revision, Replica replica) {
    return replica.container().state() instanceof State.Created && isNeeded(revision, replica);
  }

  private boolean isNeeded(Revision revision, Replica replica) {
    return replica.slot().ordinal() < instances(revision)
        && !stopping(replica)
        && !leaves(replica)
        && !stale(revision, replica);
  }

  /// Those of its replicas that are to stay.
  List<Replica> servingOf(Revision revision) {
    return replicasOf(revision).stream()
        .filter(replica -> replica.slot().ordinal() < instances(revision) && !leaves(replica))
        .toList();
  }

  /// Whether it goes now to make room for another. Only one of a revision at a time does.
  boolean leaves(Replica replica) {
    return busy.leaving().contains(replica.life())
        && replicas.stream()
            .filter(other -> other.revisionId().equals(replica.revisionId()))
            .filter(other -> busy.leaving().contains(other.life()))
            .allMatch(other -> other.slot().ordinal() >= replica.slot().ordinal());
  }

  boolean launching(Revision revision) {
    return busy.launching().contains(revision.id());
  }

  boolean stopping(Replica replica) {
    return busy.stopping().contains(replica.id());
  }

  boolean runs(Replica replica) {
    return replica.container().running() && !stopping(replica);
  }

  /// What the liveness probes of a dead instance say; empty while it is alive.
  Optional<Readiness> death(Replica replica) {
    return Optional.ofNullable(pulses.get(replica.life())).filter(pulse -> !pulse.ready());
  }

  /// Whether it can take requests.
  boolean ready(Replica replica) {
    return runs(replica) && well(replica);
  }

  /// Whether its probes say nothing else.
  boolean well(Replica replica) {
    return readiness(replica).ready() && death(replica).isEmpty();
  }

  Readiness readiness(Replica replica) {
    return probes.getOrDefault(replica.life(), NEVER_PROBED);
  }

  String refersTo(Revision revision) {
    return refersTo.getOrDefault(revision.id(), "");
  }

  /// @param reach under which hosts it is found
  /// @param traffic how its requests are split; empty when nobody has said so
  record Wanted(
      Resource<AppPrototype, AppObserved> resource,
      Reach reach,
      Optional<TrafficPrototype> traffic) {
    /// All of its hosts, also those of tags, where all lead one way.
    Map<Host, Split> hosts(String way) {
      var names =
          Stream.concat(
              Stream.of(resource.key().name()),
              traffic.stream()
                  .flatMap(split -> split.traffic().stream())
                  .flatMap(target -> Stream.ofNullable(target.tag()))
                  .map(this::tagged));
      return names
          .flatMap(name -> reach.hosts(name).stream())
          .collect(Collectors.toMap(host -> host, _ -> Split.of(way)));
    }

    /// What a revision with a tag is called.
    String tagged(String tag) {
      return tag + "-" + resource.key().name();
    }

    AppObserved observed() {
      return resource.observed();
    }
  }

  /// @param launching ids of revisions
  /// @param probing lives
  /// @param stopping ids of containers
  /// @param serving ids of containers that requests are still under way in
  /// @param pulsing the same, of those whose liveness is seen to
  /// @param drainedSince by id of the container that gets no more requests
  /// @param mounted by revision id: what [World#refersTo] was when its mounts were written
  /// @param leaving lives of replicas that others are to take the place of
  /// @param inVain by ids of revisions whose container could not be made ahead of time: what
  ///   [World#refersTo] was then
  record Busy(
      Set<String> launching,
      Set<String> probing,
      Set<String> pulsing,
      Set<String> stopping,
      Set<String> serving,
      Map<String, Instant> drainedSince,
      Map<String, String> mounted,
      Set<String> leaving,
      Map<String, String> inVain) {}
}

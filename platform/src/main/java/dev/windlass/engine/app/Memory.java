// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/// What the reconciler remembers of one app between two looks. All of it may be lost: after a start
/// the probes and the drains begin anew.
final class Memory {
  private final ConcurrentMap<String, Readiness> probes = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Readiness> pulses = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Instant> drainedSince = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, String> mounted = new ConcurrentHashMap<>();
  private final Set<String> steady = ConcurrentHashMap.newKeySet();
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<String, String> inVain = new ConcurrentHashMap<>();

  /// Lives of those that ran at the last look, and were not frozen then.
  Set<String> steady() {
    return steady;
  }

  /// Lives of instances that others are to take the place of.
  Set<String> leaving() {
    return leaving;
  }

  /// By the ids of revisions whose container could not be made ahead of time: what they referred to
  /// then.
  Map<String, String> inVain() {
    return inVain;
  }

  Map<String, Readiness> probes() {
    return probes;
  }

  /// What the liveness probes said, of those that were ready once.
  Map<String, Readiness> pulses() {
    return pulses;
  }

  Map<String, Instant> drainedSince() {
    return drainedSince;
  }

  /// By revision id: what its references were when its mounts were written.
  Map<String, String> mounted() {
    return mounted;
  }

  /// Forgets all that is not there any more.
  void keepOnly(List<Replica> replicas, List<Revision> revisions) {
    var lives = replicas.stream().map(Replica::life).collect(Collectors.toSet());
    probes.keySet().retainAll(lives);
    pulses.keySet().retainAll(lives);
    leaving.retainAll(lives);
    steady.clear();
    replicas.stream()
        .filter(replica -> replica.container().running())
        .map(Replica::life)
        .forEach(steady::add);
    drainedSince.keySet().retainAll(replicas.stream().map(Replica::id).collect(Collectors.toSet()));
    var ids = revisions.stream().map(Revision::id).collect(Collectors.toSet());
    mounted.keySet().retainAll(ids);
    inVain.keySet().retainAll(ids);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.windlass.engine.Domains;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.app.World.Busy;
import dev.windlass.engine.app.World.Wanted;
import dev.windlass.runtime.Observed.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Sees all that there is of one app.
///
/// What is being done is looked at first: what ends after that still counts as being done, and its
/// end is a reason to look again. The other way round something could be done twice.
record Look(Parts parts, Tasks tasks) {
  World at(Key app, Memory memory) {
    Set<String> underWay = tasks.underWay();
    var revisions = revisions(app);
    var replicas = replicas(app);
    Instant now = parts.clock().instant();
    memory.keepOnly(replicas, revisions);
    expect(memory, replicas, revisions, now);
    return new World(
        now,
        app,
        wanted(app),
        isSuspended(app),
        revisions,
        replicas,
        Map.copyOf(memory.probes()),
        Map.copyOf(memory.pulses()),
        refersTo(revisions),
        wanted(revisions, replicas),
        rungs(revisions, replicas),
        busy(underWay, memory),
        parts.limits());
  }

  /// Nobody wants an app whose project is gone.
  Optional<Wanted> wanted(Key app) {
    return project(app).flatMap(project -> wanted(app, project));
  }

  boolean isSuspended(Key app) {
    return project(app).filter(ProjectObserved::isSuspended).isPresent();
  }

  private Optional<ProjectObserved> project(Key app) {
    return parts.store().find(Kind.PROJECT, new Key("", app.project())).map(Resource::observed);
  }

  private Optional<Wanted> wanted(Key app, ProjectObserved project) {
    return parts
        .store()
        .find(Kind.APP, app)
        .map(resource ->
            new Wanted(
                resource,
                new Reach(
                    parts.place(),
                    app.project(),
                    project.subdomain(),
                    resource.wanted().managedDomainMappings(),
                    new Domains(parts.store(), parts.place().domain(), parts.clock()).of(app)),
                parts.store().find(Kind.TRAFFIC, app).map(Resource::wanted)));
  }

  Lineup lineup(Key app) {
    return Lineup.of(revisions(app), wanted(app).flatMap(Wanted::traffic));
  }

  List<Revision> revisions(Key app) {
    return parts.store().list(Kind.REVISION, app.project(), app.name() + "-").stream()
        .map(Revision::new)
        .filter(revision -> revision.app().equals(app))
        .toList();
  }

  List<Replica> replicas(Key app) {
    return parts.containers().list(Replica.of(app)).stream()
        .map(Replica::of)
        .flatMap(Optional::stream)
        .toList();
  }

  /// Those of all apps.
  Stream<Replica> replicas() {
    return parts.containers().list().stream().map(Replica::of).flatMap(Optional::stream);
  }

  /// Begins to count for those that were not probed yet.
  private static void expect(
      Memory memory, List<Replica> replicas, List<Revision> revisions, Instant now) {
    for (var revision : revisions) {
      replicas.stream()
          .filter(replica -> replica.revisionId().equals(revision.id()))
          .filter(replica -> replica.container().running())
          .map(Replica::life)
          .forEach(life -> expect(memory, life, revision, now));
    }
  }

  /// Whether it is alive is asked from when it was ready on, as it may take its time until then.
  private static void expect(Memory memory, String life, Revision revision, Instant now) {
    memory.probes().putIfAbsent(life, Readiness.unknown(now, revision.probing()));
    if (memory.probes().get(life).ready()) {
      Probing.alive(revision.template())
          .ifPresent(how -> memory.pulses().putIfAbsent(life, Readiness.alive(now, how)));
    }
  }

  private Map<String, Integer> wanted(List<Revision> revisions, List<Replica> replicas) {
    return revisions.stream().collect(toMap(Revision::id, revision -> wanted(revision, replicas)));
  }

  int wanted(Revision revision, List<Replica> replicas) {
    int running =
        (int) of(revision, replicas).filter(replica -> replica.container().running()).count();
    return parts.scaler().wanted(revision, running);
  }

  private Map<String, Rung> rungs(List<Revision> revisions, List<Replica> replicas) {
    return revisions.stream()
        .collect(
            toMap(
                Revision::id,
                revision -> parts.scaler().rung(revision, present(revision, replicas))));
  }

  /// How it waits now.
  private static Rung present(Revision revision, List<Replica> replicas) {
    return of(revision, replicas)
        .map(replica ->
            switch (replica.container().state()) {
              case State.Running(), State.Frozen() -> Rung.FROZEN;
              case State.Created() -> Rung.CREATED;
              case State.Ended _ -> Rung.COLD;
            })
        .min(Comparator.naturalOrder())
        .orElse(Rung.COLD);
  }

  private static Stream<Replica> of(Revision revision, List<Replica> replicas) {
    return replicas.stream().filter(replica -> replica.revisionId().equals(revision.id()));
  }

  private Map<String, String> refersTo(List<Revision> revisions) {
    return revisions.stream()
        .collect(
            toMap(
                Revision::id,
                revision ->
                    new References(parts.store(), revision.app().project())
                        .tags(revision.template())));
  }

  private Busy busy(Set<String> underWay, Memory memory) {
    var drained = Map.copyOf(memory.drainedSince());
    return new Busy(
        named(underWay, Work.LAUNCH),
        named(underWay, Work.PROBE),
        named(underWay, Work.PULSE),
        named(underWay, Work.STOP),
        drained.keySet().stream().filter(parts.underWay()::serves).collect(toSet()),
        drained,
        Map.copyOf(memory.mounted()),
        Set.copyOf(memory.leaving()),
        Map.copyOf(memory.inVain()));
  }

  private static Set<String> named(Set<String> underWay, Work kind) {
    Function<String, Stream<String>> subject = name -> kind.subject(name).stream();
    return underWay.stream().flatMap(subject).collect(toSet());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.OutboundPrototype;
import dev.windlass.api.ProjectPrototype;
import dev.windlass.engine.Contents;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// How projects come and go, in steps that can be taken up again after a crash.
public final class ProjectLife {
  /// Those that are run go first, so that nothing starts again for want of its secrets.
  private static final List<Kind<?, ?>> CONTENT =
      List.of(
          Kind.APP,
          Kind.TRAFFIC,
          Kind.DOMAIN_MAPPING,
          Kind.CRON_SUBSCRIPTION,
          Kind.REVISION,
          Kind.JOB_RUN,
          Kind.JOB,
          Kind.SECRET,
          Kind.CONFIG_MAP,
          Kind.OUTBOUND);

  /// The destination that a new project has.
  private static final String EVERYWHERE = "allow-all";

  private static final String DELETING = "hard_deleting";

  /// How long what is soft-deleted can be restored.
  static final Duration KEPT = Duration.ofDays(7);

  private ProjectLife() {}

  /// Makes a project of this name when there is no project at all. For a first start, before
  /// anybody else makes projects.
  public static void first(Store store, String name) {
    if (all(store).isEmpty()) {
      of(store, new ProjectPrototype(name, null, null), _ -> {});
    }
  }

  /// @param check throws when there must not be such a project
  static Resource<ProjectPrototype, ProjectObserved> of(
      Store store, ProjectPrototype wanted, Consumer<Contents> check) {
    Key key = new Key("", UUID.randomUUID().toString());
    store.create(Kind.PROJECT, key, wanted, check);
    store.create(
        Kind.OUTBOUND,
        new Key(key.name(), EVERYWHERE),
        new OutboundPrototype("cidr_block", EVERYWHERE, "0.0.0.0/0"));
    begin(store, key);
    return store.find(Kind.PROJECT, key).orElseThrow();
  }

  private static void begin(Store store, Key project) {
    String subdomain = Subdomain.otherThan(all(store));
    store.observe(
        Kind.PROJECT,
        project,
        now -> now.subdomain().isEmpty() ? ProjectObserved.of("active", subdomain) : now);
  }

  /// Stops all that runs in it, and keeps everything else until it is restored or its time is over.
  static void suspend(Store store, Key project, Instant now) {
    store.observe(
        Kind.PROJECT,
        project,
        was -> was.isSuspended() ? was : new ProjectObserved("soft_deleted", was.subdomain(), now));
  }

  static void restore(Store store, Key project) {
    store.observe(
        Kind.PROJECT,
        project,
        was -> was.isSuspended() ? ProjectObserved.of("active", was.subdomain()) : was);
  }

  /// Deletes for good what was soft-deleted so long ago.
  static void expire(Store store, Instant now) {
    for (var project : all(store)) {
      var deleted = project.observed().deletedAt();
      if (deleted != null && !now.isBefore(deleted.plus(KEPT))) {
        announceEnd(store, project.key());
        end(store, project.key());
      }
    }
  }

  /// From now on nothing new is made in it.
  static void announceEnd(Store store, Key project) {
    store.observe(Kind.PROJECT, project, now -> ProjectObserved.of(DELETING, now.subdomain()));
  }

  static void end(Store store, Key project) {
    CONTENT.forEach(kind -> empty(store, kind, project.name()));
    store.delete(Kind.PROJECT, project);
  }

  private static <W, O> void empty(Store store, Kind<W, O> kind, String project) {
    store.list(kind, project).forEach(resource -> store.delete(kind, resource.key()));
  }

  /// Takes up what a crash left half done.
  static void finish(Store store) {
    for (var project : all(store)) {
      if (project.observed().status().equals(DELETING)) {
        end(store, project.key());
      } else if (project.observed().subdomain().isEmpty()) {
        begin(store, project.key());
      }
    }
  }

  static List<Resource<ProjectPrototype, ProjectObserved>> all(Contents store) {
    return store.list(Kind.PROJECT, "");
  }
}

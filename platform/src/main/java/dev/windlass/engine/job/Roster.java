// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.api.JobRunPrototype;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import dev.windlass.image.InvalidName;
import dev.windlass.runtime.Containers;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Knows which runs there are, and which of them something that happened is about.
///
/// @param processes that an instance may have
record Roster(Store store, Containers containers, Folders folders, int processes) {
  /// Before any run starts anything, so that none takes the room of what runs already; of deleted
  /// runs too.
  void adopt(Seats seats) {
    var running = containers.list();
    running.stream()
        .flatMap(container -> Seen.owner(container).stream())
        .distinct()
        .forEach(owner -> seats.hold(owner, Seen.of(running, owner)));
  }

  /// All there are, and those that are deleted and left something behind.
  Set<Key> all() throws IOException {
    var keys = new LinkedHashSet<Key>();
    store.list(Kind.JOB_RUN, "").forEach(run -> keys.add(run.key()));
    containers.list().forEach(container -> Seen.owner(container).ifPresent(keys::add));
    keys.addAll(folders().runs());
    return keys;
  }

  /// The runs to look at again after a change.
  List<Key> touchedBy(Store.Change change) {
    if (change.kind().equals(Kind.JOB_RUN)) {
      return List.of(change.key());
    }
    if (change.kind().equals(Kind.PROJECT)) {
      return going(change.key().name());
    }
    return change.kind().equals(Kind.SECRET) || change.kind().equals(Kind.CONFIG_MAP)
        ? going(change.key().project())
        : List.of();
  }

  private List<Key> going(String project) {
    return store.list(Kind.JOB_RUN, project).stream()
        .filter(run -> run.observed().completionTime() == null)
        .map(Resource::key)
        .toList();
  }

  /// The run that a container belongs to.
  Optional<Key> owner(String container) {
    return containers.list().stream()
        .filter(one -> one.id().equals(container))
        .findFirst()
        .flatMap(Seen::owner);
  }

  /// Empty when it cannot be read; it then fails, with that as its diagnosis.
  Optional<Run> read(Resource<JobRunPrototype, JobRunObserved> resource) {
    try {
      return Optional.of(Run.of(resource, processes));
    } catch (InvalidName broken) {
      return Optional.empty();
    }
  }
}

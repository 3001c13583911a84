// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.Drift;
import dev.windlass.api.PullAttempt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The [Store] in memory, for tests that are in a hurry.
public class FakeStore implements Store {
  private record Id(String kind, Key key) {}

  private final InstantSource clock;
  private final Map<Id, Resource<?, ?>> resources = new HashMap<>();
  private final Map<String, List<Event>> events = new HashMap<>();
  private final Map<String, List<PullAttempt>> attempts = new HashMap<>();
  private final Map<String, Drift> drifts = new HashMap<>();
  private final Changes changes = new Changes(1);
  private long tag;

  public FakeStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public <W, O> Resource<W, O> create(
      Kind<W, O> kind, Key key, W wanted, Consumer<Contents> check) {
    var created = insert(kind, key, wanted, check);
    changes.tell(kind, key);
    return created;
  }

  private synchronized <W, O> Resource<W, O> insert(
      Kind<W, O> kind, Key key, W wanted, Consumer<Contents> check) {
    check.accept(this);
    if (find(kind, key).isPresent()) {
      throw new Conflict("there is a %s %s already".formatted(kind, key.name()));
    }
    var id = new UUID(0, ++tag).toString();
    var created = new Resource<>(kind, key, id, "" + tag, clock.instant(), wanted, kind.unseen());
    resources.put(new Id(kind.name(), key), created);
    return created;
  }

  @Override
  @SuppressWarnings("unchecked") // what was put in under a kind is of that kind
  public synchronized <W, O> Optional<Resource<W, O>> find(Kind<W, O> kind, Key key) {
    return Optional.ofNullable((Resource<W, O>) resources.get(new Id(kind.name(), key)));
  }

  @Override
  public <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project) {
    return all(kind, project);
  }

  private synchronized <W, O> List<Resource<W, O>> all(Kind<W, O> kind, String project) {
    return resources.keySet().stream()
        .filter(id -> id.kind.equals(kind.name()))
        .map(Id::key)
        .filter(key -> project.isEmpty() || key.project().equals(project))
        .sorted(Comparator.comparing(Key::name).thenComparing(Key::project))
        .map(key -> find(kind, key).orElseThrow())
        .toList();
  }

  @Override
  public int count(Kind<?, ?> kind, String project) {
    return list(kind, project).size();
  }

  @Override
  public <W, O> Resource<W, O> want(
      Kind<W, O> kind, Key key, Optional<String> entityTag, W wanted) {
    var changed = change(kind, key, entityTag, wanted);
    changes.tell(kind, key);
    return changed;
  }

  private synchronized <W, O> Resource<W, O> change(
      Kind<W, O> kind, Key key, Optional<String> entityTag, W wanted) {
    var old = find(kind, key).orElseThrow(() -> new Gone("there is no " + kind + " " + key));
    if (entityTag.isPresent() && !entityTag.get().equals(old.entityTag())) {
      throw new Conflict(kind + " " + key + " has changed meanwhile");
    }
    var next = old.wanting(wanted, "" + ++tag);
    resources.put(new Id(kind.name(), key), next);
    return next;
  }

  @Override
  public <W, O> void observe(Kind<W, O> kind, Key key, UnaryOperator<O> change) {
    if (see(kind, key, change)) {
      changes.tell(kind, key);
    }
  }

  private synchronized <W, O> boolean see(Kind<W, O> kind, Key key, UnaryOperator<O> change) {
    var old = find(kind, key);
    var next = old.map(r -> r.observing(change.apply(r.observed())));
    next.ifPresent(r -> resources.put(new Id(kind.name(), key), r));
    return !Objects.equals(old, next);
  }

  @Override
  public boolean delete(Kind<?, ?> kind, Key key) {
    boolean deleted = remove(kind, key);
    if (deleted) {
      changes.tell(kind, key);
    }
    return deleted;
  }

  private synchronized boolean remove(Kind<?, ?> kind, Key key) {
    find(kind, key)
        .ifPresent(resource -> {
          events.remove(resource.id());
          attempts.remove(resource.id());
          drifts.remove(resource.id());
        });
    return resources.remove(new Id(kind.name(), key)) != null;
  }

  @Override
  public void record(
      Kind<?, ?> kind, Key key, String type, String reason, String instance, String message) {
    var now = clock.instant();
    note(kind, key, new Event(type, reason, "windlass", instance, message, now, now, 1));
  }

  private synchronized void note(Kind<?, ?> kind, Key key, Event next) {
    find(kind, key)
        .map(resource -> events.computeIfAbsent(resource.id(), _ -> new ArrayList<>()))
        .ifPresent(list -> add(list, next));
  }

  private static void add(List<Event> list, Event next) {
    for (int i = 0; i < list.size(); i++) {
      var old = list.get(i);
      if (counted(old, next.first(), next.last(), 1).equals(next)) {
        list.set(i, counted(old, old.first(), next.last(), old.count() + 1));
        return;
      }
    }
    list.add(next);
  }

  private static Event counted(Event event, Instant first, Instant last, int count) {
    return new Event(
        event.type(),
        event.reason(),
        event.source(),
        event.instance(),
        event.message(),
        first,
        last,
        count);
  }

  @Override
  public synchronized List<Event> events(Kind<?, ?> kind, Key key) {
    return find(kind, key)
        .map(resource -> List.copyOf(events.getOrDefault(resource.id(), List.of())))
        .orElse(List.of());
  }

  @Override
  public synchronized void attempted(Kind<?, ?> kind, Key key, PullAttempt attempt) {
    find(kind, key)
        .map(resource -> attempts.computeIfAbsent(resource.id(), _ -> new ArrayList<>()))
        .ifPresent(list -> {
          list.add(attempt);
          if (list.size() > Limits.STANDARD.attempts()) {
            list.removeFirst();
          }
        });
  }

  @Override
  public synchronized List<PullAttempt> attempts(Kind<?, ?> kind, Key key) {
    return find(kind, key)
        .map(resource -> List.copyOf(attempts.getOrDefault(resource.id(), List.of())))
        .orElse(List.of());
  }

  @Override
  public void drifted(Key revision, Drift drift) {
    if (keep(revision, drift)) {
      changes.tell(Kind.REVISION, revision);
    }
  }

  private synchronized boolean keep(Key revision, Drift drift) {
    var found = find(Kind.REVISION, revision);
    found.ifPresent(resource -> drifts.put(resource.id(), drift));
    return found.isPresent();
  }

  @Override
  public synchronized Optional<Drift> drift(Key revision) {
    return find(Kind.REVISION, revision).map(resource -> drifts.get(resource.id()));
  }

  @Override
  public void onChange(Consumer<Change> listener) {
    changes.listen(listener);
  }

  @Override
  public long await(String project, long since, Duration patience) throws InterruptedException {
    return changes.await(project, since, patience);
  }

  @Override
  public void close() {}
}

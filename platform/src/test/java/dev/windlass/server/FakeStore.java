// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.Event;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A store in memory.
final class FakeStore implements Store {
  private record Place(Kind<?, ?> kind, Key key) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Place, Resource<?, ?>> resources = new LinkedHashMap<>();
  private final Map<Place, List<Event>> events = new LinkedHashMap<>();
  private final Map<String, Long> numbers = new LinkedHashMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private long clock = 1;

  @Override
  public <W, O> Resource<W, O> create(Kind<W, O> kind, Key key, W wanted) {
    return locked(() -> {
      if (resources.containsKey(new Place(kind, key))) {
        throw new Conflict(kind + " " + key + " exists");
      }
      String id = UUID.randomUUID().toString();
      var made =
          new Resource<>(kind, key, id, tag(), Instant.ofEpochSecond(clock), wanted, kind.unseen());
      return put(made);
    });
  }

  @Override
  public <W, O> Optional<Resource<W, O>> find(Kind<W, O> kind, Key key) {
    return locked(() -> get(kind, key));
  }

  @Override
  public <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project) {
    return locked(() ->
        resources.keySet().stream()
            .filter(place -> place.kind().equals(kind))
            .filter(place -> project.isEmpty() || place.key().project().equals(project))
            .sorted(Comparator.comparing(place -> place.key().name()))
            .flatMap(place -> get(kind, place.key()).stream())
            .toList());
  }

  @Override
  public <W, O> Resource<W, O> want(
      Kind<W, O> kind, Key key, Optional<String> entityTag, W wanted) {
    return locked(() -> {
      Resource<W, O> old =
          get(kind, key).orElseThrow(() -> new Gone(kind + " " + key + " is gone"));
      if (entityTag.isPresent() && !entityTag.get().equals(old.entityTag())) {
        throw new Conflict(kind + " " + key + " has changed");
      }
      return put(
          new Resource<>(kind, key, old.id(), tag(), old.createdAt(), wanted, old.observed()));
    });
  }

  @Override
  public <W, O> void observe(Kind<W, O> kind, Key key, UnaryOperator<O> change) {
    locked(() -> {
      get(kind, key).ifPresent(old -> observed(old, change.apply(old.observed())));
      return key;
    });
  }

  private <W, O> void observed(Resource<W, O> old, O seen) {
    if (!old.observed().equals(seen)) {
      put(
          new Resource<>(
              old.kind(),
              old.key(),
              old.id(),
              old.entityTag(),
              old.createdAt(),
              old.wanted(),
              seen));
    }
  }

  @Override
  public boolean delete(Kind<?, ?> kind, Key key) {
    return locked(() -> {
      Place place = new Place(kind, key);
      events.remove(place);
      boolean there = resources.remove(place) != null;
      if (there) {
        tell(kind, key);
      }
      return there;
    });
  }

  @Override
  public void record(
      Kind<?, ?> kind, Key key, String type, String reason, String instance, String message) {
    locked(() -> {
      Place place = new Place(kind, key);
      if (!resources.containsKey(place)) {
        return key;
      }
      var all = events.computeIfAbsent(place, _ -> new ArrayList<>());
      Instant now = Instant.ofEpochSecond(clock++);
      Event last = all.isEmpty() ? null : all.getLast();
      if (last != null
          && List.of(type, reason, instance, message)
              .equals(List.of(last.type(), last.reason(), last.instance(), last.message()))) {
        all.removeLast();
        all.add(
            new Event(
                type,
                reason,
                last.source(),
                instance,
                message,
                last.first(),
                now,
                last.count() + 1));
      } else {
        all.add(new Event(type, reason, "windlass", instance, message, now, now, 1));
      }
      return key;
    });
  }

  @Override
  public List<Event> events(Kind<?, ?> kind, Key key) {
    return locked(() -> List.copyOf(events.getOrDefault(new Place(kind, key), List.of())));
  }

  @Override
  public void onChange(Consumer<Change> listener) {
    listeners.add(listener);
  }

  @Override
  public long await(String project, long since, Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (number(project) <= since && left > 0) {
        left = changed.awaitNanos(left);
      }
      return number(project);
    } finally {
      lock.unlock();
    }
  }

  /// How many wait for a change.
  int waiting() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(changed);
    } finally {
      lock.unlock();
    }
  }

  private long number(String project) {
    return numbers.getOrDefault(project, 1L);
  }

  @Override
  public void close() {}

  @SuppressWarnings("unchecked") // a place holds resources of its kind only
  private <W, O> Optional<Resource<W, O>> get(Kind<W, O> kind, Key key) {
    return Optional.ofNullable((Resource<W, O>) resources.get(new Place(kind, key)));
  }

  private <W, O> Resource<W, O> put(Resource<W, O> resource) {
    resources.put(new Place(resource.kind(), resource.key()), resource);
    tell(resource.kind(), resource.key());
    return resource;
  }

  private void tell(Kind<?, ?> kind, Key key) {
    String project = key.project().isEmpty() ? key.name() : key.project();
    numbers.put(project, number(project) + 1);
    changed.signalAll();
    listeners.forEach(listener -> listener.accept(new Change(kind, key)));
  }

  private String tag() {
    return String.valueOf(1_000 + clock++);
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Event;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A [Store] in memory. Names and tags are counted, so that a run with the same calls is the same.
public final class FakeStore implements Store {
  private record Place(Kind<?, ?> kind, Key key) {}

  private final InstantSource clock;
  private final Map<Place, Resource<?, ?>> resources = new HashMap<>();
  private final Map<Place, List<Event>> events = new HashMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private long changes;

  public FakeStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public <W, O> Resource<W, O> create(Kind<W, O> kind, Key key, W wanted) {
    Resource<W, O> made;
    synchronized (this) {
      if (resources.containsKey(new Place(kind, key))) {
        throw new Conflict("There is a %s '%s' already".formatted(kind, key));
      }
      made =
          new Resource<>(kind, key, id(), "tag-" + changes, clock.instant(), wanted, kind.unseen());
      resources.put(new Place(kind, key), made);
      changes++;
      notifyAll();
    }
    tell(kind, key);
    return made;
  }

  private String id() {
    return "00000000-0000-4000-8000-%012x".formatted(changes);
  }

  @Override
  @SuppressWarnings("unchecked") // a place holds only resources of its kind
  public synchronized <W, O> Optional<Resource<W, O>> find(Kind<W, O> kind, Key key) {
    return Optional.ofNullable((Resource<W, O>) resources.get(new Place(kind, key)));
  }

  @Override
  @SuppressWarnings("unchecked") // a place holds only resources of its kind
  public synchronized <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project) {
    return resources.values().stream()
        .filter(found -> found.kind().equals(kind))
        .filter(found -> project.isEmpty() || found.key().project().equals(project))
        .map(found -> (Resource<W, O>) found)
        .sorted(Comparator.comparing(found -> found.key().name()))
        .toList();
  }

  @Override
  public <W, O> Resource<W, O> want(
      Kind<W, O> kind, Key key, Optional<String> entityTag, W wanted) {
    Resource<W, O> next;
    synchronized (this) {
      var was = find(kind, key).orElseThrow(() -> new Gone("There is no %s".formatted(kind)));
      if (entityTag.isPresent() && !entityTag.get().equals(was.entityTag())) {
        throw new Conflict("The %s '%s' has changed meanwhile".formatted(kind, key));
      }
      next =
          new Resource<>(
              kind, key, was.id(), "tag-" + changes, was.createdAt(), wanted, was.observed());
      resources.put(new Place(kind, key), next);
      changes++;
      notifyAll();
    }
    tell(kind, key);
    return next;
  }

  @Override
  public <W, O> void observe(Kind<W, O> kind, Key key, UnaryOperator<O> change) {
    synchronized (this) {
      var was = find(kind, key);
      if (was.isEmpty()) {
        return;
      }
      O seen = change.apply(was.get().observed());
      if (seen.equals(was.get().observed())) {
        return;
      }
      var old = was.get();
      resources.put(
          new Place(kind, key),
          new Resource<>(
              kind, key, old.id(), old.entityTag(), old.createdAt(), old.wanted(), seen));
      changes++;
      notifyAll();
    }
    tell(kind, key);
  }

  @Override
  public boolean delete(Kind<?, ?> kind, Key key) {
    synchronized (this) {
      events.remove(new Place(kind, key));
      if (resources.remove(new Place(kind, key)) == null) {
        return false;
      }
      changes++;
      notifyAll();
    }
    tell(kind, key);
    return true;
  }

  @Override
  public synchronized void record(
      Kind<?, ?> kind, Key key, String type, String reason, String instance, String message) {
    if (!resources.containsKey(new Place(kind, key))) {
      return;
    }
    Instant now = clock.instant();
    var told = events.computeIfAbsent(new Place(kind, key), _ -> new ArrayList<>());
    var event = new Event(type, reason, "windlass", instance, message, now, now, 1);
    if (!told.isEmpty() && same(told.getLast(), event)) {
      var last = told.removeLast();
      event =
          new Event(
              type, reason, "windlass", instance, message, last.first(), now, last.count() + 1);
    }
    told.add(event);
  }

  private static boolean same(Event one, Event other) {
    return one.reason().equals(other.reason())
        && one.instance().equals(other.instance())
        && one.message().equals(other.message());
  }

  @Override
  public synchronized List<Event> events(Kind<?, ?> kind, Key key) {
    return List.copyOf(events.getOrDefault(new Place(kind, key), List.of()));
  }

  @Override
  public void onChange(Consumer<Change> listener) {
    listeners.add(listener);
  }

  private void tell(Kind<?, ?> kind, Key key) {
    listeners.forEach(listener -> listener.accept(new Change(kind, key)));
  }

  @Override
  public synchronized long await(String project, long since, Duration patience)
      throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (changes <= since && System.nanoTime() < until) {
      wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
    }
    return changes;
  }

  @Override
  public void close() {
    // nothing is open
  }
}

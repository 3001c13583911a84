// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// Which backends serve which host, who is busy, and who waits. The table is replaced as a whole,
/// so a request never sees half a change: those that wait go on at once with the new backends,
/// those that are under way finish on the old ones.
///
/// One lock guards everything; nothing under it blocks or takes long. Watchers are called without
/// it.
public final class Routes {
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final Seats seats = new Seats();
  private final Map<String, SequencedSet<Waiter>> queues = new HashMap<>();
  private final Map<String, Meter> meters = new HashMap<>();
  private Map<String, Route> table = Map.of();
  private Map<Backend, Map<String, Route>> users = Map.of();

  /// Once this returns, no further request goes to a backend that is not in the new table.
  public void replace(Map<String, Route> next) {
    Collection<Backend> left = swap(lowerCase(next));
    left.forEach(this::tellDrained);
  }

  /// Calls the watcher from now on. There is no way to stop, as both live as long as the daemon.
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /// Whether there is a way for this host.
  public synchronized boolean serve(String host) {
    return table.containsKey(host.toLowerCase(Locale.ROOT));
  }

  /// Requests that backends of this name work on, whether or not a route still leads to them.
  public synchronized int inFlight(String backendName) {
    return seats.taken(backendName);
  }

  /// Whether stopping the backend cuts no request. Stays true once the backend has left the table.
  public boolean drained(String backendName) {
    return inFlight(backendName) == 0;
  }

  /// What is asked of a host; nothing for one that is not in the table.
  public synchronized Load load(String host) {
    Route route = table.get(host);
    int inFlight = route == null ? 0 : route.backends().stream().mapToInt(seats::taken).sum();
    return new Load(inFlight, queue(host).size());
  }

  /// What was asked of a host since it has been in the table.
  public Demand demand(String host) {
    return meterOf(host).map(Meter::demand).orElse(Demand.NONE);
  }

  /// How long the requests for a host took since it has been in the table.
  public Took took(String host) {
    return meterOf(host).map(Meter::took).orElse(Took.NOTHING);
  }

  private synchronized Optional<Meter> meterOf(String host) {
    return Optional.ofNullable(meters.get(host));
  }

  /// Counts a request for a host that is in the table; whoever asked for it tells when it is over.
  synchronized Optional<Meter> arrived(String host) {
    if (!table.containsKey(host)) {
      return Optional.empty();
    }
    var meter = meters.computeIfAbsent(host, _ -> new Meter());
    meter.arrived();
    return Optional.of(meter);
  }

  /// Asks for a backend. A backend in `refused` is only given when there is no other.
  Seating enter(String host, Waiter waiter, Set<Backend> refused, int mostWaiting) {
    Seating seating = sit(host, waiter, refused, mostWaiting);
    if (seating instanceof Seating.Queued) {
      watchers.forEach(watcher -> watcher.waiting(host));
    }
    return seating;
  }

  /// Gives a backend back; whoever waits for one of its hosts is next.
  void leave(Backend backend) {
    if (free(backend)) {
      tellDrained(backend);
    }
  }

  /// The waiter has gone home. It may have been given a backend at the same moment.
  synchronized void forget(String host, Waiter waiter) {
    queue(host).remove(waiter);
  }

  private synchronized Seating sit(
      String host, Waiter waiter, Set<Backend> refused, int mostWaiting) {
    Route route = table.get(host);
    if (route == null) {
      return new Seating.UnknownHost();
    }
    var backend = seats.take(route, refused);
    if (backend.isPresent()) {
      return new Seating.Seated(backend.get(), route);
    }
    var queue = queues.computeIfAbsent(host, _ -> new LinkedHashSet<>());
    if (queue.size() >= mostWaiting) {
      return new Seating.QueueFull(queue.size());
    }
    queue.add(waiter);
    return new Seating.Queued(route);
  }

  private synchronized boolean free(Backend backend) {
    seats.giveBack(backend);
    users.getOrDefault(backend, Map.of()).forEach(this::seatWaiters);
    return isDrained(backend);
  }

  /// Returns the backends that have left and have nothing to finish.
  private synchronized Collection<Backend> swap(Map<String, Route> next) {
    var before = users.keySet();
    table = next;
    users = routesByBackend(next);
    meters.keySet().retainAll(next.keySet());
    List.copyOf(queues.keySet()).forEach(this::tellWaiters);
    return before.stream().filter(this::isDrained).toList();
  }

  private boolean isDrained(Backend backend) {
    return !users.containsKey(backend) && seats.taken(backend) == 0;
  }

  private void tellWaiters(String host) {
    Route route = table.get(host);
    if (route == null) {
      queue(host).forEach(Waiter::unrouted);
      queues.remove(host);
      return;
    }
    seatWaiters(host, route);
    queue(host).forEach(waiter -> waiter.rerouted(route));
  }

  private void seatWaiters(String host, Route route) {
    var queue = queue(host);
    while (!queue.isEmpty()) {
      var backend = seats.take(route, Set.of());
      if (backend.isEmpty()) {
        return;
      }
      queue.removeFirst().seated(backend.get());
    }
    queues.remove(host);
  }

  private SequencedSet<Waiter> queue(String host) {
    return queues.getOrDefault(host, new LinkedHashSet<>());
  }

  private void tellDrained(Backend backend) {
    watchers.forEach(watcher -> watcher.drained(backend));
  }

  private static Map<String, Route> lowerCase(Map<String, Route> routes) {
    return routes.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
  }

  private static Map<Backend, Map<String, Route>> routesByBackend(Map<String, Route> routes) {
    var users = new HashMap<Backend, Map<String, Route>>();
    routes.forEach((host, route) ->
        route
            .backends()
            .forEach(
                backend -> users.computeIfAbsent(backend, _ -> new HashMap<>()).put(host, route)));
    return users;
  }
}

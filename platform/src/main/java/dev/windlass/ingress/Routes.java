// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Which backends serve which host, who is busy, and who waits. A host leads one way or several,
/// and each way has a [Route]. The tables are replaced as a whole, so a request never sees half a
/// change: those that wait go on at once with the new backends, those that are under way finish on
/// the old ones.
///
/// One lock guards everything; nothing under it blocks or takes long. Watchers are called without
/// it.
public final class Routes {
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final Seats seats = new Seats();
  private final Map<String, SequencedSet<Waiter>> queues = new HashMap<>();
  private final Map<String, Meter> meters = new HashMap<>();
  private Map<Host, Split> hosts = Map.of();
  private Map<String, Route> table = Map.of();
  private Map<Backend, Map<String, Route>> users = Map.of();

  /// As [#replace(Map, Map)], where each host leads one way, which bears its name, for everybody.
  public void replace(Map<String, Route> byHost) {
    var ways = new HashMap<String, Route>();
    var hosts = new HashMap<Host, Split>();
    byHost.forEach((name, route) -> {
      var host = Host.of(name);
      ways.put(host.name(), route);
      hosts.put(host, Split.of(host.name()));
    });
    replace(hosts, ways);
  }

  /// Once this returns, no further request goes to a backend that is not in the new table.
  ///
  /// @param hosts to where each leads
  /// @param ways what there is of each
  /// @throws IllegalArgumentException when a host leads a way that there is not
  public void replace(Map<Host, Split> hosts, Map<String, Route> ways) {
    refuseDeadEnds(hosts, ways);
    Collection<Backend> left = swap(Map.copyOf(hosts), Map.copyOf(ways));
    left.forEach(this::tellDrained);
  }

  private static void refuseDeadEnds(Map<Host, Split> hosts, Map<String, Route> ways) {
    hosts.forEach((host, split) -> {
      if (!split.shares().stream().allMatch(share -> ways.containsKey(share.way()))) {
        throw new IllegalArgumentException(host + " leads nowhere: " + split);
      }
    });
  }

  /// Calls the watcher from now on. There is no way to stop, as both live as long as the daemon.
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /// Whether there is a way for this host.
  public synchronized boolean serve(Host host) {
    return hosts.containsKey(host);
  }

  /// The way for one request for this host.
  synchronized Optional<String> way(Host host) {
    return Optional.ofNullable(hosts.get(host)).map(Split::choose);
  }

  /// Requests that backends of this name work on, whether or not a route still leads to them.
  public synchronized int inFlight(String backendName) {
    return seats.taken(backendName);
  }

  /// Whether stopping the backend cuts no request. Stays true once the backend has left the table.
  public boolean drained(String backendName) {
    return inFlight(backendName) == 0;
  }

  /// What is asked of a way; nothing for one that is not in the table.
  public synchronized Load load(String way) {
    Route route = table.get(way);
    int inFlight = route == null ? 0 : route.backends().stream().mapToInt(seats::taken).sum();
    return new Load(inFlight, queue(way).size());
  }

  /// What was asked of a way since it has been in the table.
  public Demand demand(String way) {
    return meterOf(way).map(Meter::demand).orElse(Demand.NONE);
  }

  /// How long the requests that went a way took since it has been in the table.
  public Took took(String way) {
    return meterOf(way).map(Meter::took).orElse(Took.NOTHING);
  }

  /// How long those who had waited for a backend then waited for the first byte.
  public Took firstBytes(String way) {
    return meterOf(way).map(Meter::firstBytes).orElse(Took.NOTHING);
  }

  private synchronized Optional<Meter> meterOf(String way) {
    return Optional.ofNullable(meters.get(way));
  }

  /// Counts a request that goes this way; whoever asked for it tells when it is over.
  synchronized Optional<Meter> arrived(String way) {
    if (!table.containsKey(way)) {
      return Optional.empty();
    }
    var meter = meters.computeIfAbsent(way, _ -> new Meter());
    meter.arrived();
    return Optional.of(meter);
  }

  /// Asks for a backend. A backend in `refused` is only given when there is no other.
  Seating enter(String way, Waiter waiter, Set<Backend> refused, int mostWaiting) {
    Seating seating = sit(way, waiter, refused, mostWaiting);
    if (seating instanceof Seating.Queued) {
      watchers.forEach(watcher -> watcher.waiting(way));
    }
    return seating;
  }

  /// Gives a backend back; whoever waits for one of its ways is next.
  void leave(Backend backend) {
    if (free(backend)) {
      tellDrained(backend);
    }
  }

  /// The waiter has gone home. It may have been given a backend at the same moment.
  synchronized void forget(String way, Waiter waiter) {
    queue(way).remove(waiter);
  }

  private synchronized Seating sit(
      String way, Waiter waiter, Set<Backend> refused, int mostWaiting) {
    Route route = table.get(way);
    if (route == null) {
      return new Seating.NoSuchWay();
    }
    var backend = seats.take(route, refused);
    if (backend.isPresent()) {
      return new Seating.Seated(backend.get(), route);
    }
    var queue = queues.computeIfAbsent(way, _ -> new LinkedHashSet<>());
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
  private synchronized Collection<Backend> swap(Map<Host, Split> next, Map<String, Route> routes) {
    var before = users.keySet();
    hosts = next;
    table = routes;
    users = routesByBackend(table);
    meters.keySet().retainAll(table.keySet());
    List.copyOf(queues.keySet()).forEach(this::tellWaiters);
    return before.stream().filter(this::isDrained).toList();
  }

  private boolean isDrained(Backend backend) {
    return !users.containsKey(backend) && seats.taken(backend) == 0;
  }

  private void tellWaiters(String way) {
    Route route = table.get(way);
    if (route == null) {
      queue(way).forEach(Waiter::unrouted);
      queues.remove(way);
      return;
    }
    seatWaiters(way, route);
    queue(way).forEach(waiter -> waiter.rerouted(route));
  }

  private void seatWaiters(String way, Route route) {
    var queue = queue(way);
    while (!queue.isEmpty()) {
      var backend = seats.take(route, Set.of());
      if (backend.isEmpty()) {
        return;
      }
      queue.removeFirst().seated(backend.get());
    }
    queues.remove(way);
  }

  private SequencedSet<Waiter> queue(String way) {
    return queues.getOrDefault(way, new LinkedHashSet<>());
  }

  private void tellDrained(Backend backend) {
    watchers.forEach(watcher -> watcher.drained(backend));
  }

  private static Map<Backend, Map<String, Route>> routesByBackend(Map<String, Route> routes) {
    var users = new HashMap<Backend, Map<String, Route>>();
    routes.forEach((way, route) ->
        route
            .backends()
            .forEach(
                backend -> users.computeIfAbsent(backend, _ -> new HashMap<>()).put(way, route)));
    return users;
  }
}

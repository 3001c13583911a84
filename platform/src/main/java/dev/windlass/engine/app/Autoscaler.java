// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Alarm;
import dev.windlass.engine.AppLoad;
import dev.windlass.engine.Histogram;
import dev.windlass.engine.Key;
import dev.windlass.ingress.Demand;
import dev.windlass.ingress.Routes;
import dev.windlass.ingress.Took;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/// Looks once a second at what is asked of each app, and has those looked after whose number of
/// instances should be another: down to none while nobody asks, and up from none as soon as
/// somebody does. What it knows may be lost: then as many instances as there are stay for a window,
/// and what sleeps sleeps on as it does.
final class Autoscaler implements Scaler {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration WEIGHING = Duration.ofSeconds(15);

  /// Counts for a request that was too quick to be seen in an average.
  private static final double ANY = 0.001;

  private final Routes routes;
  private final Duration window;
  private final Standby standby;
  private final ToLongFunction<String> memory;
  private final InstantSource clock;
  private final Alarm alarm;
  private final Consumer<Key> nudge;
  private final ConcurrentMap<Key, Served> apps = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// An app, and what is known of it.
  ///
  /// @param revision its name
  /// @param id of the revision
  /// @param instance the name of its first one
  /// @param demand what was asked until the last look
  /// @param looked when that was, as [System#nanoTime] has it
  /// @param rung how it should wait while it sleeps
  private record Served(
      String host,
      String revision,
      String id,
      String instance,
      Scale scale,
      int ready,
      Scaling scaling,
      Demand demand,
      long looked,
      Wakes wakes,
      Sleep sleep,
      Rung rung) {
    Served ready(int now) {
      var started = ready == 0 && now > 0 ? wakes.over() : wakes;
      return new Served(
          host, revision, id, instance, scale, now, scaling, demand, looked, started, sleep, rung);
    }

    Served looked(Scaling other, Demand seen, long at) {
      return new Served(
          host, revision, id, instance, scale, ready, other, seen, at, wakes, sleep, rung);
    }

    Served woken(Instant now) {
      var next = scaling.woken(scale, now);
      var begun = wakes.begun(System.nanoTime(), sleep.since().isPresent() ? rung : Rung.COLD);
      return new Served(
          host, revision, id, instance, scale, ready, next, demand, looked, begun, sleep, rung);
    }

    Served sleeping(Instant now, Rung highest) {
      var next = scaling.instances() > 0 ? sleep.awake(now) : sleep.asleep(now);
      return with(next, next.rung(now, highest));
    }

    Served with(Sleep other, Rung next) {
      return new Served(
          host, revision, id, instance, scale, ready, scaling, demand, looked, wakes, other, next);
    }

    private static Histogram histogram(Took took) {
      var empty = Histogram.of(Took.BOUNDS.stream().map(millis -> millis / 1e3).toList());
      return took.counts().isEmpty()
          ? empty
          : new Histogram(empty.bounds(), took.counts(), took.nanos() / 1e9);
    }

    boolean sameOrder(Served other) {
      boolean asleep = other.sleep.since().isPresent();
      return scaling.instances() == other.scaling.instances() && (!asleep || rung == other.rung);
    }

    AppLoad load(Key app, Routes routes) {
      var here = routes.load(host);
      return new AppLoad(
          app,
          revision,
          scaling.instances(),
          ready,
          scale.target(),
          scaling.stable(),
          scaling.lately(scale),
          scaling.panicked().isPresent(),
          routes.demand(host).requests(),
          here.inFlight(),
          here.waiting(),
          0,
          0,
          histogram(routes.took(host)),
          wakes.all());
    }
  }

  /// How long it took to wake, by how it waited.
  ///
  /// @param since when the wake under way began, as [System#nanoTime] has it; 0 when there is none
  private record Wakes(Map<String, Histogram> all, long since, Rung from) {
    static final Wakes NONE = new Wakes(Map.of(), 0, Rung.COLD);

    private static final List<Double> BOUNDS =
        List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);

    Wakes begun(long now, Rung rung) {
      return new Wakes(all, now, rung);
    }

    Wakes over() {
      if (since == 0) {
        return this;
      }
      var more = new HashMap<>(all);
      more.merge(
          from.name().toLowerCase(Locale.ROOT),
          Histogram.of(BOUNDS).with((System.nanoTime() - since) / 1e9),
          (before, _) -> before.with((System.nanoTime() - since) / 1e9));
      return new Wakes(more, 0, from);
    }
  }

  /// @param window how much of the past counts
  /// @param memory how many bytes an instance keeps
  Autoscaler(
      Routes routes,
      Duration window,
      Standby standby,
      ToLongFunction<String> memory,
      InstantSource clock,
      Alarm alarm,
      Consumer<Key> nudge) {
    this.routes = routes;
    this.window = window;
    this.standby = standby;
    this.memory = memory;
    this.clock = clock;
    this.alarm = alarm;
    this.nudge = nudge;
  }

  void start() {
    look();
    weigh();
  }

  private void look() {
    if (!closed) {
      alarm.ring(TICK, this::look); // first, so that a look that fails is not the last one
      apps.keySet().forEach(this::look);
    }
  }

  /// Whoever has slept longest makes room, when the frozen ones keep more than they may.
  private void weigh() {
    if (!closed) {
      alarm.ring(WEIGHING, this::weigh);
      long left = standby.memory();
      for (var app : frozen()) {
        left -= memory.applyAsLong(app.getValue().instance());
        if (left < 0) {
          change(app.getKey(), served -> served.with(served.sleep().squeeze(), Rung.CREATED));
        }
      }
    }
  }

  /// Those that fell asleep last come first.
  private List<Map.Entry<Key, Served>> frozen() {
    Comparator<Map.Entry<Key, Served>> since =
        Comparator.comparing(app -> app.getValue().sleep().since().orElse(Instant.MAX));
    return apps.entrySet().stream()
        .filter(app -> app.getValue().sleep().since().isPresent())
        .filter(app -> app.getValue().rung() == Rung.FROZEN)
        .sorted(since.reversed())
        .toList();
  }

  void close() {
    closed = true;
  }

  @Override
  public int wanted(Revision revision, int running) {
    var served = apps.get(revision.app());
    int wanted =
        served != null && served.id().equals(revision.id())
            ? served.scaling().instances()
            : unknown(revision, running);
    return revision.troubled() ? Math.max(1, wanted) : wanted; // it is tried until it works
  }

  private int unknown(Revision revision, int running) {
    return revision.wasReady()
        ? Scale.of(revision.template(), window).bounded(running)
        : Scale.initial(revision.template());
  }

  @Override
  public Rung rung(Revision revision, Rung present) {
    return Optional.ofNullable(apps.get(revision.app()))
        .filter(served -> served.id().equals(revision.id()))
        .filter(served -> served.sleep().since().isPresent())
        .map(Served::rung)
        .orElse(present.compareTo(standby.highest()) < 0 ? standby.highest() : present);
  }

  @Override
  public void serve(Key app, String host, Revision revision, int instances, int ready) {
    apps.compute(
        app,
        (_, before) ->
            before != null && before.id().equals(revision.id()) && before.host().equals(host)
                ? before.ready(ready)
                : taken(
                    host,
                    revision,
                    Math.max(instances, before == null ? 0 : before.scaling().instances()),
                    ready,
                    before == null ? Wakes.NONE : before.wakes(),
                    before == null ? Sleep.NONE : before.sleep()));
    if (ready == 0 && routes.load(host).waiting() > 0) {
      wake(app);
    }
  }

  /// A revision that takes the place of another begins with as many as that had.
  private Served taken(
      String host, Revision revision, int instances, int ready, Wakes wakes, Sleep sleep) {
    var scale = Scale.of(revision.template(), window);
    return new Served(
        host,
        revision.name(),
        revision.id(),
        revision.instanceName(0),
        scale,
        ready,
        Scaling.begin(scale.bounded(instances), clock.instant()),
        routes.demand(host),
        System.nanoTime(),
        wakes,
        sleep,
        Rung.COLD);
  }

  @Override
  public void forget(Key app) {
    apps.remove(app);
  }

  /// By the name of the app.
  List<AppLoad> loads() {
    return apps.entrySet().stream()
        .map(app -> app.getValue().load(app.getKey(), routes))
        .sorted(Comparator.comparing(load -> load.app().project() + "/" + load.app().name()))
        .toList();
  }

  /// A request for this host waits.
  void waiting(String host) {
    apps.forEach((app, served) -> {
      if (served.host().equals(host)) {
        wake(app);
      }
    });
  }

  private void wake(Key app) {
    var now = clock.instant();
    change(
        app,
        served ->
            served.scaling().instances() > 0
                ? served
                : served.woken(now).sleeping(now, standby.highest()));
  }

  private void look(Key app) {
    change(app, this::looked);
  }

  private Served looked(Served served) {
    long nanos = System.nanoTime();
    var demand = routes.demand(served.host());
    var sample = new Scaling.Sample(clock.instant(), asked(served, demand, nanos));
    var scaling = served.scaling().after(sample, served.scale(), served.ready());
    return served.looked(scaling, demand, nanos).sleeping(sample.at(), standby.highest());
  }

  private static double asked(Served served, Demand now, long nanos) {
    var before = served.demand();
    double average =
        (double) (now.busyNanos() - before.busyNanos()) / Math.max(1, nanos - served.looked());
    boolean any = now.requests() > before.requests() || now.now() > 0;
    return Math.max(0, any ? Math.max(average, ANY) : average);
  }

  private void change(Key app, UnaryOperator<Served> change) {
    var other = new AtomicBoolean();
    apps.computeIfPresent(
        app,
        (_, before) -> {
          var after = change.apply(before);
          other.set(!before.sameOrder(after));
          return after;
        });
    if (other.get()) {
      nudge.accept(app);
    }
  }
}

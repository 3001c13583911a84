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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

  /// By the id of the revision.
  private final ConcurrentMap<String, Served> revisions = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /// A revision that gets requests, and what is known of it.
  ///
  /// @param way how they get to it
  /// @param name of the revision
  /// @param id of the revision
  /// @param instance the name of its first one
  /// @param demand what was asked until the last look
  /// @param looked when that was, as [System#nanoTime] has it
  /// @param rung how it should wait while it sleeps
  private record Served(
      Key app,
      String way,
      String name,
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
          app, way, name, id, instance, scale, now, scaling, demand, looked, started, sleep, rung);
    }

    Served looked(Scaling other, Demand seen, long at) {
      return new Served(
          app, way, name, id, instance, scale, ready, other, seen, at, wakes, sleep, rung);
    }

    Served woken(Instant now) {
      var next = scaling.woken(scale, now);
      var begun = wakes.begun(System.nanoTime(), sleep.since().isPresent() ? rung : Rung.COLD);
      return new Served(
          app, way, name, id, instance, scale, ready, next, demand, looked, begun, sleep, rung);
    }

    Served sleeping(Instant now, Rung highest) {
      var next = scaling.instances() > 0 ? sleep.awake(now) : sleep.asleep(now);
      return with(next, next.rung(now, highest));
    }

    Served with(Sleep other, Rung next) {
      return new Served(
          app, way, name, id, instance, scale, ready, scaling, demand, looked, wakes, other, next);
    }

    private Map<String, Histogram> firstBytes(Routes routes) {
      var took = routes.firstBytes(way);
      return took.counts().isEmpty() ? Map.of() : Map.of("first_byte", histogram(took));
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

    AppLoad load(Routes routes) {
      var here = routes.load(way);
      return new AppLoad(
          app,
          name,
          scaling.instances(),
          ready,
          scale.target(),
          scaling.stable(),
          scaling.lately(scale),
          scaling.panicked().isPresent(),
          routes.demand(way).requests(),
          here.inFlight(),
          here.waiting(),
          0,
          0,
          histogram(routes.took(way)),
          wakes.all(),
          firstBytes(routes));
    }
  }

  /// How long it took to wake, by how it waited.
  ///
  /// @param since when the wake under way began, as [System#nanoTime] has it; 0 when there is none
  private record Wakes(Map<String, Histogram> all, long since, Rung from) {
    static final Wakes NONE = new Wakes(Map.of(), 0, Rung.COLD);

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
          Histogram.of(Histogram.USUAL).with((System.nanoTime() - since) / 1e9),
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
      revisions.keySet().forEach(this::look);
    }
  }

  /// Whoever has slept longest makes room, when the frozen ones keep more than they may.
  private void weigh() {
    if (!closed) {
      alarm.ring(WEIGHING, this::weigh);
      long left = standby.memory();
      for (var app : frozen()) {
        left -= memory.applyAsLong(app.instance());
        if (left < 0) {
          change(app.id(), served -> served.with(served.sleep().squeeze(), Rung.CREATED));
        }
      }
    }
  }

  /// Those that fell asleep last come first.
  private List<Served> frozen() {
    Comparator<Served> since =
        Comparator.comparing(served -> served.sleep().since().orElse(Instant.MAX));
    return revisions.values().stream()
        .filter(served -> served.sleep().since().isPresent())
        .filter(served -> served.rung() == Rung.FROZEN)
        .sorted(since.reversed())
        .toList();
  }

  void close() {
    closed = true;
  }

  @Override
  public int wanted(Revision revision, int running) {
    var served = revisions.get(revision.id());
    int wanted = served == null ? unknown(revision, running) : served.scaling().instances();
    return revision.troubled() ? Math.max(1, wanted) : wanted; // it is tried until it works
  }

  private int unknown(Revision revision, int running) {
    return revision.wasReady()
        ? Scale.of(revision.template(), window).bounded(running)
        : Scale.initial(revision.template());
  }

  @Override
  public Rung rung(Revision revision, Rung present) {
    return Optional.ofNullable(revisions.get(revision.id()))
        .filter(served -> served.sleep().since().isPresent())
        .map(Served::rung)
        .orElse(present.compareTo(standby.highest()) < 0 ? standby.highest() : present);
  }

  @Override
  public void serve(Key app, List<Way> ways) {
    for (var way : ways) {
      way.revision().ifPresent(revision -> serve(app, way, revision));
    }
    forget(app, served -> ways.stream().noneMatch(way -> leadsTo(way, served)));
  }

  private static boolean leadsTo(Way way, Served served) {
    return way.revision().filter(revision -> revision.id().equals(served.id())).isPresent();
  }

  private void serve(Key app, Way way, Revision revision) {
    int ready = way.route().backends().size();
    revisions.compute(
        revision.id(),
        (_, known) -> {
          if (known != null && known.way().equals(way.name())) {
            return known.ready(ready);
          }
          return taken(app, way, revision, Optional.ofNullable(known).or(() -> before(app, way)));
        });
    if (ready == 0 && routes.load(way.name()).waiting() > 0) {
      wake(revision.id());
    }
  }

  /// The one that requests went to on this way until now.
  private Optional<Served> before(Key app, Way way) {
    return revisions.values().stream()
        .filter(served -> served.app().equals(app) && served.way().equals(way.name()))
        .findFirst();
  }

  /// A revision that takes the place of another begins with as many as that had.
  private Served taken(Key app, Way way, Revision revision, Optional<Served> before) {
    var scale = Scale.of(revision.template(), window);
    int had = before.map(Served::scaling).map(Scaling::instances).orElse(0);
    return new Served(
        app,
        way.name(),
        revision.name(),
        revision.id(),
        revision.instanceName(0),
        scale,
        way.route().backends().size(),
        Scaling.begin(scale.bounded(Math.max(way.instances(), had)), clock.instant()),
        routes.demand(way.name()),
        System.nanoTime(),
        before.map(Served::wakes).orElse(Wakes.NONE),
        before.map(Served::sleep).orElse(Sleep.NONE),
        Rung.COLD);
  }

  @Override
  public void forget(Key app) {
    forget(app, _ -> true);
  }

  private void forget(Key app, Predicate<Served> which) {
    revisions.values().removeIf(served -> served.app().equals(app) && which.test(served));
  }

  /// By the name of the app.
  List<AppLoad> loads() {
    return revisions.values().stream()
        .map(served -> served.load(routes))
        .sorted(
            Comparator.comparing((AppLoad load) -> load.app().project() + "/" + load.app().name())
                .thenComparing(AppLoad::revision))
        .toList();
  }

  /// A request that goes this way waits.
  void waiting(String way) {
    revisions.forEach((id, served) -> {
      if (served.way().equals(way)) {
        wake(id);
      }
    });
  }

  private void wake(String id) {
    var now = clock.instant();
    change(
        id,
        served ->
            served.scaling().instances() > 0
                ? served
                : served.woken(now).sleeping(now, standby.highest()));
  }

  private void look(String id) {
    change(id, this::looked);
  }

  private Served looked(Served served) {
    long nanos = System.nanoTime();
    var demand = routes.demand(served.way());
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

  private void change(String id, UnaryOperator<Served> change) {
    var other = new AtomicReference<Optional<Key>>(Optional.empty());
    revisions.computeIfPresent(
        id,
        (_, before) -> {
          var after = change.apply(before);
          other.set(Optional.of(after.app()).filter(_ -> !before.sameOrder(after)));
          return after;
        });
    other.get().ifPresent(nudge);
  }
}

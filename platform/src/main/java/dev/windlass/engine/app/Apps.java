// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Alarm;
import dev.windlass.engine.AppLoad;
import dev.windlass.engine.Driver.LineReader;
import dev.windlass.engine.Driver.Pulling;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Limits;
import dev.windlass.engine.Loop;
import dev.windlass.engine.Place;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import dev.windlass.engine.Store.Change;
import dev.windlass.image.Images;
import dev.windlass.ingress.Backend;
import dev.windlass.ingress.Routes;
import dev.windlass.ingress.Watcher;
import dev.windlass.runtime.Containers;
import dev.windlass.runtime.Observed.State;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs all apps on this machine: what the [Store] says is wanted becomes containers and routes,
/// and what becomes of it is written back to the store. Closing it leaves the containers running;
/// the next one finds them again.
public final class Apps implements AutoCloseable {
  private final Parts parts;
  private final Alarm alarm;
  private final Pulls pulls = new Pulls();
  private final Threads threads = new Threads();
  private final Look look;
  private final AppReconciler reconciler;
  private final Autoscaler autoscaler;
  private final Loop<Key> loop;
  private volatile boolean closed;

  /// What apps run with. Whoever makes these closes them, after the [Apps].
  ///
  /// @param scaleWindow how much of what was asked of an app counts for how many instances it has;
  ///   without any request in it, it has none
  public record Surroundings(
      Store store,
      Images images,
      Containers containers,
      Routes routes,
      Place place,
      Limits limits,
      Duration scaleWindow,
      Standby standby,
      Alarm alarm,
      InstantSource clock) {}

  private Apps(Surroundings with) {
    this.autoscaler =
        new Autoscaler(
            with.routes,
            with.scaleWindow,
            with.standby,
            with.containers::memory,
            with.clock,
            with.alarm,
            this::nudge);
    this.parts =
        new Parts(
            with.store,
            with.images,
            with.containers,
            new RouteTable(with.routes),
            instance -> !with.routes.drained(instance),
            autoscaler,
            new ColdStarts(),
            new NetworkProber(),
            with.place,
            with.limits,
            with.clock,
            Math::random);
    this.alarm = with.alarm;
    this.look = new Look(parts, threads);
    this.reconciler = new AppReconciler(parts, threads, pulls, alarm, this::nudge);
    this.loop = new Loop<>(reconciler, alarm);
  }

  public static Apps start(Surroundings with) {
    var apps = new Apps(with);
    with.store.onChange(apps::changed);
    with.containers.onEnd(apps::ended);
    with.routes.watch(apps.new Drains());
    apps.holdRequests();
    apps.lookAround();
    apps.autoscaler.start();
    return apps;
  }

  /// A nudge may come while we are being made.
  public void nudge(Key app) {
    loop.nudge(app);
  }

  /// Looks at everything, now and then: a nudge that got lost costs this time and nothing else.
  private void lookAround() {
    if (!closed) {
      threads.begin("look around", () -> all().forEach(this::nudge), () -> {}, () -> {});
      threads.begin("sweep", new Sweep(parts)::run, () -> {}, () -> {});
      alarm.ring(parts.limits().lookAround(), this::lookAround);
    }
  }

  /// From the first moment on requests wait for their app instead of being told that there is none.
  private void holdRequests() {
    parts.store().list(Kind.APP, "").forEach(app -> hold(app.key()));
  }

  private void hold(Key app) {
    look.wanted(app)
        .filter(_ -> !look.isSuspended(app))
        .filter(wanted -> !wanted.reach().isNowhere())
        .ifPresent(wanted -> {
          var route = Routing.route(wanted, Optional.empty(), List.of());
          var way = new Way(wanted.reach().unique(app.name()), route, Optional.empty(), 0);
          parts.routes().hold(app, wanted.hosts(way.name()), way);
        });
  }

  /// All apps that are wanted, and all of which something is left.
  private Set<Key> all() {
    return Stream.of(
            parts.store().list(Kind.APP, "").stream().map(Resource::key),
            parts.store().list(Kind.REVISION, "").stream().map(r -> new Revision(r).app()),
            look.replicas().map(Replica::app))
        .flatMap(keys -> keys)
        .collect(Collectors.toSet());
  }

  private void changed(Change change) {
    String kind = change.kind().name();
    Key key = change.key();
    if (kind.equals(Kind.TRAFFIC.name())) {
      nudge(key);
    } else if (kind.equals(Kind.APP.name())) {
      hold(key); // before whoever made it hears that it is made
      nudge(key);
    } else if (kind.equals(Kind.DOMAIN_MAPPING.name())) {
      all().forEach(this::nudge); // a name that becomes free may be another project's now
    } else if (kind.equals(Kind.PROJECT.name())) {
      nudgeAll(key.name());
    } else if (kind.equals(Kind.SECRET.name()) || kind.equals(Kind.CONFIG_MAP.name())) {
      nudgeAll(key.project());
    } else if (kind.equals(Kind.REVISION.name())) {
      nudge(appOf(key));
    }
  }

  /// The revision may be gone, but its name tells.
  private static Key appOf(Key revision) {
    return new Key(
        revision.project(), revision.name().substring(0, revision.name().lastIndexOf('-')));
  }

  private void nudgeAll(String project) {
    all().stream().filter(app -> app.project().equals(project)).forEach(this::nudge);
  }

  /// Something happened to a container. Whoever tells us must not be kept waiting.
  private void ended(String container) {
    threads.begin("ask for " + container, () -> nudgeAppOf(container), () -> {}, () -> {});
  }

  private void nudgeAppOf(String container) {
    look.replicas().filter(r -> r.id().equals(container)).map(Replica::app).forEach(this::nudge);
  }

  /// Instances that have answered their last request can be stopped now, and apps that sleep wake
  /// up.
  private final class Drains implements Watcher {
    @Override
    public void waiting(String way) {
      autoscaler.waiting(way);
    }

    @Override
    public void drained(Backend backend) {
      ended(backend.name());
    }
  }

  /// The instances of an app, all its revisions, newest last.
  public List<Instance> appInstances(Key app) {
    var revisions = look.revisions(app).stream().sorted(Comparator.comparingInt(Revision::number));
    var replicas = look.replicas(app);
    var lineup = look.lineup(app);
    return revisions
        .flatMap(revision ->
            new InstanceView(
                    revision,
                    replicas,
                    lineup.active().contains(revision) ? look.wanted(revision, replicas) : 0)
                .all())
        .toList();
  }

  /// As [dev.windlass.engine.Driver#loads].
  public List<AppLoad> loads() {
    var waiting = look.replicas().filter(replica -> !replica.container().running()).toList();
    return autoscaler.loads().stream()
        .map(load ->
            load.resting(
                count(waiting, load, State.Frozen.class),
                count(waiting, load, State.Created.class),
                parts.coldStarts().of(load.app(), load.revision())))
        .toList();
  }

  private static int count(List<Replica> all, AppLoad load, Class<? extends State> state) {
    return (int)
        all.stream()
            .filter(replica -> replica.app().equals(load.app()))
            .filter(replica -> replica.revision().equals(load.revision()))
            .filter(replica -> state.isInstance(replica.container().state()))
            .count();
  }

  /// As [dev.windlass.engine.Driver#restart].
  public List<String> restart(Key app, Optional<String> instance) {
    var chosen =
        look.replicas(app).stream()
            .filter(replica -> !replica.container().ended())
            .filter(replica -> instance.isEmpty() || instance.get().equals(replica.id()))
            .toList();
    reconciler.replace(app, chosen);
    nudge(app);
    return chosen.stream().map(Replica::id).toList();
  }

  /// As [dev.windlass.engine.Driver#log].
  public boolean log(
      String project, String instance, int tail, BooleanSupplier follow, LineReader reader)
      throws IOException, InterruptedException {
    boolean known =
        look.replicas().anyMatch(r -> r.id().equals(instance) && r.app().project().equals(project));
    if (known) {
      parts
          .containers()
          .log(instance)
          .read(tail, follow, line -> reader.line(line.at(), line.error(), line.text()));
    }
    return known;
  }

  /// The pull that an app waits for now.
  public Optional<Pulling> pulling(Key app) {
    return look.revisions(app).stream()
        .sorted(Comparator.comparingInt(Revision::number).reversed())
        .flatMap(revision -> pulls.of(revision.id()).stream())
        .findFirst();
  }

  @Override
  public void close() {
    closed = true;
    autoscaler.close();
    loop.close();
    threads.close();
  }
}

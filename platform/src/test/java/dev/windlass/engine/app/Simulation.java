// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.ConfigMapPrototype;
import dev.windlass.api.SecretPrototype;
import dev.windlass.api.TrafficPrototype;
import dev.windlass.api.TrafficTarget;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Limits;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Place;
import dev.windlass.engine.Prototypes;
import dev.windlass.engine.Reconciler.Next;
import dev.windlass.engine.Resource;
import dev.windlass.engine.app.Fibers.Fiber;
import dev.windlass.ingress.Backend;
import dev.windlass.ingress.Routes;
import dev.windlass.runtime.Observed;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// One life of an engine, with all that can happen to it, decided by a seed: users who change their
/// minds, containers that end, a registry that is away, and ends of the process between any two
/// steps.
final class Simulation {
  private static final String PROJECT = "p1";
  private static final List<String> NAMES = List.of("a", "b");
  private static final List<Rung> RUNGS = List.of(Rung.values());
  private static final Duration SLOW_START = Duration.ofSeconds(3);

  private final Random random;
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private final SimStore store = new SimStore(() -> now);
  private final SimContainers containers = new SimContainers(() -> now, this::isRouted);
  private final SimImages images = new SimImages();
  private final Path mounts;
  private final List<String> statuses = new ArrayList<>();
  private final Map<String, Integer> scales = new HashMap<>();
  private final Map<String, Rung> rungs = new HashMap<>();
  private int stride = 12;
  private Daemon daemon;

  /// What ends with the process.
  private final class Daemon implements Tasks {
    private final Parts parts;
    private final AppReconciler reconciler;
    private final Set<Key> nudged = new LinkedHashSet<>();
    private final Map<String, Doing> doing = new LinkedHashMap<>();
    private final Map<Key, Instant> due = new HashMap<>();
    private final PriorityQueue<Alarmed> alarms = new PriorityQueue<>();

    private record Doing(String name, Fiber fiber, Runnable after) {}

    private record Alarmed(Instant at, int order, Runnable action) implements Comparable<Alarmed> {
      @Override
      public int compareTo(Alarmed other) {
        int byTime = at.compareTo(other.at);
        return byTime != 0 ? byTime : Integer.compare(order, other.order);
      }
    }

    Daemon() {
      parts =
          new Parts(
              store,
              images,
              containers,
              new RouteTable(new Routes()),
              _ -> random.nextInt(10) == 0,
              new SimScaler(),
              new ColdStarts(),
              Simulation.this::probe,
              new Place("local", "localhost", "http://127.0.0.1:7070", mounts),
              Limits.STANDARD,
              () -> now,
              () -> 0);
      reconciler =
          new AppReconciler(
              parts,
              this,
              new Pulls(),
              (after, action) -> alarms.add(new Alarmed(now.plus(after), alarms.size(), action)),
              this::nudge);
      lookAround();
    }

    void nudge(Key app) {
      nudged.add(app);
    }

    void lookAround() {
      NAMES.forEach(name -> nudge(new Key(PROJECT, name)));
    }

    @Override
    public void begin(String name, Task task, Runnable ended, Runnable broke) {
      if (!doing.containsKey(name)) {
        doing.put(name, new Doing(name, new Fiber(() -> doTask(task)), ended));
      }
    }

    private static void doTask(Task task) throws Exception {
      try {
        task.run();
      } catch (InterruptedException expected) {
        return;
      }
    }

    @Override
    public Set<String> underWay() {
      return Set.copyOf(doing.keySet());
    }

    @Override
    public void cancel(String name) {
      Optional.ofNullable(doing.get(name)).ifPresent(some -> some.fiber().interrupt());
    }

    void beginReconciling() {
      for (var key : List.copyOf(nudged)) {
        if (!doing.containsKey(key.toString())) {
          nudged.remove(key);
          begin(key.toString(), () -> reconcile(key), () -> {}, () -> {});
          return;
        }
      }
    }

    private void reconcile(Key key) throws InterruptedException {
      switch (reconciler.reconcile(key)) {
        case Next.Settled() -> due.remove(key);
        case Next.Again(var after) -> due.put(key, now.plus(after));
      }
    }

    boolean busy() {
      return !nudged.isEmpty() || !doing.isEmpty();
    }

    /// Lets something that has begun go on.
    void goOn() throws Exception {
      if (!doing.isEmpty()) {
        var chosen = List.copyOf(doing.values()).get(random.nextInt(doing.size()));
        if (!chosen.fiber().step(1 + random.nextInt(stride))) {
          doing.remove(chosen.name());
          chosen.after().run();
        }
      }
    }

    /// When somebody next wants to be called.
    Optional<Instant> nextAlarm() {
      var soonest = due.values().stream().min(Instant::compareTo);
      return Optional.ofNullable(alarms.peek())
          .map(Alarmed::at)
          .map(at -> soonest.filter(other -> other.isBefore(at)).orElse(at))
          .or(() -> soonest);
    }

    void ring() {
      Map.copyOf(due)
          .forEach((key, at) -> {
            if (!at.isAfter(now)) {
              due.remove(key);
              nudge(key);
            }
          });
      while (!alarms.isEmpty() && !alarms.peek().at().isAfter(now)) {
        alarms.remove().action().run();
      }
    }

    void crash() {
      doing.values().forEach(some -> some.fiber().crash());
    }
  }

  Simulation(long seed, Path mounts) {
    this.random = new Random(seed);
    this.mounts = mounts;
    store.create(Kind.PROJECT, new Key("", PROJECT), Prototypes.project("default"));
    store.observe(
        Kind.PROJECT, new Key("", PROJECT), _ -> ProjectObserved.of("active", "abcdefghijk"));
    this.daemon = new Daemon();
    store.onChange(change -> changed(change.kind().name(), change.key()));
    containers.onEnd(_ -> daemon.lookAround());
  }

  private void changed(String kind, Key key) {
    if (kind.equals("app")) {
      daemon.nudge(key);
    } else {
      daemon.lookAround();
    }
  }

  /// Lives through a number of moments with trouble, then some time without.
  List<String> run(int moments) throws Exception {
    for (int i = 0; i < moments; i++) {
      moment();
    }
    images.away = false;
    scales.clear();
    want();
    settle(Duration.ofSeconds(10));
    stride = 1_000; // nobody comes between any more
    settle(Duration.ofMinutes(12));
    assertAllIsWell();
    store.list(Kind.APP, PROJECT).forEach(app -> statuses.add(app.observed().status()));
    return statuses;
  }

  private void moment() throws Exception {
    switch (random.nextInt(80)) {
      case 0 -> want();
      case 1 -> deleteSometimes();
      case 2 -> anyContainer().ifPresent(id -> containers.end(id, random.nextInt(3), false));
      case 3 -> anyContainer().ifPresent(id -> containers.end(id, 137, true));
      case 4 -> anyContainer().ifPresent(this::vanish);
      case 5 -> images.away = random.nextBoolean();
      case 6 -> images.tagsMoved++;
      case 7 -> images.loseEverything();
      case 8 -> changeSecret();
      case 9 -> deleteRevision();
      case 10 -> crash();
      case 11 -> scale();
      case 24 -> split();
      case 12 -> pass(Duration.ofMillis(random.nextInt(5_000)));
      case 13 -> pass(Duration.ofSeconds(random.nextInt(200)));
      case 14, 15, 16, 17, 18, 19, 20, 21, 22, 23 -> nextAlarm();
      default -> goOn();
    }
    check();
  }

  private void goOn() throws Exception {
    if (random.nextInt(3) == 0) {
      daemon.beginReconciling();
    } else {
      daemon.goOn();
    }
  }

  private Key key() {
    return new Key(PROJECT, NAMES.get(random.nextInt(NAMES.size())));
  }

  private void want() {
    var key = key();
    AppPrototype wish = wish().app(key.name());
    if (store.find(Kind.APP, key).isPresent()) {
      store.want(Kind.APP, key, Optional.empty(), wish);
    } else {
      store.create(Kind.APP, key, wish);
    }
  }

  private void deleteSometimes() {
    if (random.nextInt(3) == 0) {
      var key = key();
      store.delete(Kind.APP, key);
      store.delete(Kind.TRAFFIC, key);
    }
  }

  /// The requests for an app are split among some of its revisions, or not any more.
  private void split() {
    var app = key();
    boolean splits = store.delete(Kind.TRAFFIC, app);
    if (splits || store.find(Kind.APP, app).isEmpty()) {
      return;
    }
    var targets = new ArrayList<TrafficTarget>();
    for (var revision : revisions(app)) {
      if (revision.wasReady() && random.nextBoolean()) {
        int percent = random.nextInt(3) * 50;
        String tag = random.nextBoolean() ? "t" + revision.number() : null;
        targets.add(new TrafficTarget(revision.name(), null, percent, tag, null));
      }
    }
    store.create(Kind.TRAFFIC, app, new TrafficPrototype(targets));
  }

  private Lineup lineup(Key app) {
    return Lineup.of(revisions(app), store.find(Kind.TRAFFIC, app).map(Resource::wanted));
  }

  /// More is asked of an app, or less, or nothing.
  private void scale() {
    var all = revisions(key());
    if (!all.isEmpty()) {
      var id = all.get(random.nextInt(all.size())).id();
      scales.put(id, random.nextInt(3));
      rungs.put(id, RUNGS.get(random.nextInt(RUNGS.size())));
      daemon.lookAround();
    }
  }

  private final class SimScaler implements Scaler {
    @Override
    public int wanted(Revision revision, int running) {
      int initial = Scale.initial(revision.template());
      int asked = scales.getOrDefault(revision.id(), initial);
      return revision.wasReady() && !revision.troubled() ? asked : initial;
    }

    @Override
    public Rung rung(Revision revision, Rung present) {
      return rungs.getOrDefault(revision.id(), present);
    }

    @Override
    public void serve(Key app, List<Way> ways) {}

    @Override
    public void forget(Key app) {}
  }

  private Samples wish() {
    int least = random.nextInt(3);
    return switch (random.nextInt(14)) {
      case 0 -> Samples.of("localhost/crash:1");
      case 1 -> Samples.of("localhost/silent:1");
      case 2 -> Samples.of("localhost/slow:1").scaled(least);
      case 3 -> Samples.of("localhost/good:missing");
      case 4 -> Samples.of("localhost/good:1").withSecret("key");
      case 5 -> Samples.of("localhost/good:1").referringTo("settings");
      case 6 -> Samples.of("localhost/good:1").running("missing");
      default -> Samples.of("localhost/good:1").scaled(least);
    };
  }

  private void changeSecret() {
    var secret = new Key(PROJECT, "key");
    var settings = new Key(PROJECT, "settings");
    if (!store.delete(Kind.SECRET, secret)) {
      store.create(Kind.SECRET, secret, SecretPrototype.of("registry", "key", Map.of()));
    }
    if (!store.delete(Kind.CONFIG_MAP, settings)) {
      store.create(Kind.CONFIG_MAP, settings, new ConfigMapPrototype("settings", Map.of()));
    }
  }

  /// Only those that do not serve, as the API allows it.
  private void deleteRevision() {
    var app = key();
    var lineup = lineup(app);
    lineup
        .newest()
        .filter(newest -> lineup.serving().isPresent() && !lineup.serving().get().equals(newest))
        .ifPresent(newest -> store.delete(Kind.REVISION, newest.key()));
  }

  private Optional<String> anyContainer() {
    var all = containers.there();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())).id());
  }

  private void vanish(String id) {
    containers.vanish(id);
    daemon.lookAround();
  }

  private void crash() {
    daemon.crash();
    daemon = new Daemon();
  }

  private void pass(Duration time) {
    now = now.plus(time);
    containers.there().stream()
        .filter(Observed::running)
        .filter(c -> image(c).equals("localhost/crash"))
        .forEach(c -> containers.end(c.id(), 1, false));
    daemon.ring();
  }

  private void nextAlarm() {
    var next = daemon.nextAlarm();
    next.ifPresent(at -> pass(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO));
  }

  private void settle(Duration time) throws Exception {
    Instant end = now.plus(time);
    int steps = 0;
    daemon.lookAround();
    while (now.isBefore(end)) {
      while (daemon.busy()) {
        goOn();
        check();
        steps++;
        if (steps > 200_000) {
          throw new AssertionError("it never settles");
        }
      }
      if (daemon.nextAlarm().isEmpty()) {
        break;
      }
      nextAlarm();
    }
    while (daemon.busy()) {
      goOn();
    }
  }

  private Optional<String> probe(InetAddress address, Probing probing) {
    Fibers.point();
    var container = containers.at(address);
    if (container.isEmpty()) {
      return Optional.of("connection refused");
    }
    return switch (container.get().image().reference().repository().path()) {
      case "good" -> Optional.empty();
      case "slow" -> startedBefore(address, now.minus(SLOW_START));
      default -> Optional.of("connection refused");
    };
  }

  private Optional<String> startedBefore(InetAddress address, Instant time) {
    return containers.there().stream()
            .anyMatch(c -> c.address().equals(address) && c.startedAt().isBefore(time))
        ? Optional.empty()
        : Optional.of("connection refused");
  }

  private boolean isRouted(String id) {
    return daemon.parts.routes().ways().values().stream()
        .flatMap(route -> route.backends().stream())
        .anyMatch(backend -> backend.name().equals(id));
  }

  private String image(Observed container) {
    return containers
        .startedAs(container.id())
        .map(c -> c.image().reference().repository().toString())
        .orElse("");
  }

  private List<Revision> revisions(Key app) {
    return store.list(Kind.REVISION, PROJECT).stream()
        .map(Revision::new)
        .filter(revision -> revision.app().equals(app))
        .toList();
  }

  /// What holds at every moment.
  private void check() {
    var perRevision = new HashMap<String, Integer>();
    for (var container : containers.there()) {
      perRevision.merge(Replica.of(container).orElseThrow().revisionId(), 1, Integer::sum);
    }
    if (perRevision.values().stream().anyMatch(count -> count > 2)) {
      throw new AssertionError("a revision has more instances than it should: " + perRevision);
    }
  }

  /// What holds when there was no trouble for long enough.
  private void assertAllIsWell() {
    var known = new TreeSet<String>();
    for (var name : NAMES) {
      var app = new Key(PROJECT, name);
      if (store.find(Kind.APP, app).isPresent()) {
        assertRuns(app);
        revisions(app).forEach(revision -> known.add(revision.id()));
      } else {
        assertThat(revisions(app)).as("revisions of nothing").isEmpty();
        assertThat(daemon.parts.routes().ways()).doesNotContainKey(host(app));
      }
    }
    assertThat(containers.there())
        .allSatisfy(c -> assertThat(known).contains(Replica.of(c).orElseThrow().revisionId()));
    assertThat(daemon.doing).isEmpty();
  }

  private static String host(Key app) {
    return app.name() + ".abcdefghijk.localhost";
  }

  private void assertRuns(Key app) {
    var resource = store.find(Kind.APP, app).orElseThrow();
    var lineup = lineup(app);
    var newest = lineup.newest().orElseThrow();
    assertThat(lineup.spent()).as("revisions that nothing needs").isEmpty();
    assertThat(resource.observed().latestCreatedRevision()).isEqualTo(newest.name());
    assertThat(resource.observed().madeFrom()).isEqualTo(resource.entityTag());
    assertThat(resource.observed().status())
        .as("app %s, newest %s", app, newest.observed())
        .isIn(expected(newest, lineup));
    assertServes(app, lineup);
  }

  private List<String> expected(Revision newest, Lineup lineup) {
    boolean deleted =
        !newest
            .spec()
            .madeFrom()
            .equals(store.find(Kind.APP, newest.app()).orElseThrow().entityTag());
    var template = newest.template();
    boolean starts =
        !String.valueOf(template.runCommands()).contains("missing")
            && (template.imageSecret() == null || exists(Kind.SECRET, "key"))
            && (template.runEnvVariables() == null
                || template.runEnvVariables().isEmpty()
                || exists(Kind.CONFIG_MAP, "settings"));
    if (deleted || newest.wasReady()) {
      return List.of("ready", "warning", "failed");
    }
    if (!starts && template.runCommands() != null && template.runCommands().isEmpty()) {
      return List.of("deploying", "failed", "warning");
    }
    return switch (template.imageReference()) {
      case "localhost/good:1", "localhost/slow:1" ->
          starts ? List.of("ready") : List.of("failed", "warning");
      default -> lineup.serving().isPresent() ? List.of("warning") : List.of("failed");
    };
  }

  private boolean exists(Kind<?, ?> kind, String name) {
    return store.find(kind, new Key(PROJECT, name)).isPresent();
  }

  private void assertServes(Key app, Lineup lineup) {
    var ways = daemon.parts.routes().ways();
    boolean split = lineup.sharing().split();
    for (var revision : lineup.sharing().revisions()) {
      String name = split ? revision.name() + "." + host(app) : host(app);
      assertThat(ways).containsKey(name);
      var backends =
          Optional.ofNullable(ways.get(name)).orElseThrow().backends().stream()
              .map(Backend::name)
              .toList();
      assertThat(running(revision)).as("backends of %s", name).containsAll(backends);
      if (revision.observed().status().equals("ready")) {
        assertThat(backends).as("backends of %s", name).hasSize(Scale.initial(revision.template()));
      }
    }
  }

  private List<String> running(Revision revision) {
    return containers.there().stream()
        .filter(Observed::running)
        .map(container -> Replica.of(container).orElseThrow())
        .filter(replica -> replica.revisionId().equals(revision.id()))
        .map(Replica::id)
        .toList();
  }
}

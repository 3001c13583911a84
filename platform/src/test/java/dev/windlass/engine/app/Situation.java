// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.stream.Collectors.joining;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.Probe;
import dev.windlass.api.TrafficPrototype;
import dev.windlass.api.TrafficTarget;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Limits;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Place;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.ingress.Backend;
import dev.windlass.ingress.Host;
import dev.windlass.ingress.Route;
import dev.windlass.runtime.Observed;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A [World] in few words. Revisions are known by their number, containers by the number of their
/// revision and their ordinal.
final class Situation {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Key WEB = new Key("p1", "web");
  private static final String REFERENCES = "secret key 1";
  private static final Probe LIVE = new Probe(1, 0, 10, null, 0, 1, "tcp");

  private final boolean wanted;
  private boolean suspended;
  private static final Place PLACE =
      new Place("local", "localhost", "http://127.0.0.1:7070", Path.of("/mounts"));

  private String subdomain = "abcdefghijk";
  private int least = 1;
  private int updates;
  private AppObserved observed = AppObserved.UNSEEN;
  private final List<TrafficTarget> targets = new ArrayList<>();
  private final List<Revision> revisions = new ArrayList<>();
  private final List<Replica> replicas = new ArrayList<>();
  private final Map<String, Readiness> probes = new HashMap<>();
  private final Map<String, Readiness> pulses = new HashMap<>();
  private final Map<String, String> refersTo = new HashMap<>();
  private final Set<String> launching = new HashSet<>();
  private final Set<String> probing = new HashSet<>();
  private final Set<String> stopping = new HashSet<>();
  private final Set<String> serving = new HashSet<>();
  private final Map<String, Instant> drained = new HashMap<>();
  private final Map<Integer, Integer> wants = new HashMap<>();
  private final Set<String> leaving = new HashSet<>();
  private final Map<String, String> inVain = new HashMap<>();
  private final Map<String, Rung> rungs = new HashMap<>();

  /// Its project is soft-deleted.
  Situation suspended() {
    suspended = true;
    return this;
  }

  private Situation(boolean wanted) {
    this.wanted = wanted;
  }

  static Situation app() {
    return new Situation(true);
  }

  static Situation gone() {
    return new Situation(false);
  }

  Situation withoutHost() {
    subdomain = "";
    return this;
  }

  Situation least(int instances) {
    least = instances;
    return this;
  }

  Situation revision(int number) {
    return revision(number, seen -> seen);
  }

  /// The newest so far, made from the app as it is now.
  Situation revision(int number, UnaryOperator<RevisionObserved> seen) {
    updates = number;
    return add(number, "app-1", seen);
  }

  /// Of an app that had this name before.
  Situation stranger(int number) {
    return add(number, "app-0", seen -> seen);
  }

  private Situation add(int number, String appId, UnaryOperator<RevisionObserved> seen) {
    var template = template();
    var revision =
        new Revision(
            new Resource<>(
                Kind.REVISION,
                new Key("p1", Revision.name("web", number)),
                "revision-" + number,
                "1",
                NOW,
                new RevisionSpec("web", template, appId, "tag-" + number),
                seen.apply(RevisionObserved.UNSEEN)));
    revisions.add(revision);
    refersTo.put(revision.id(), REFERENCES);
    return this;
  }

  Situation refersTo(int number, String tags) {
    refersTo.put("revision-" + number, tags);
    return this;
  }

  /// The app was changed after its newest revision was made.
  Situation updated() {
    updates++;
    return this;
  }

  /// What there is has been written down.
  Situation described() {
    var lineup = Lineup.of(revisions, traffic());
    lineup.newest().ifPresent(newest -> observed = observedAs(newest, lineup, newest.number()));
    return this;
  }

  /// A revision of that number was there and is gone.
  Situation describedUpTo(int number) {
    updates = number;
    observed =
        new AppObserved(
            "warning",
            "ready_but_latest_revision_failed",
            number,
            Revision.name("web", number),
            Revision.name("web", 1),
            "tag-" + number);
    return this;
  }

  private static AppObserved observedAs(Revision newest, Lineup lineup, int number) {
    var health = Health.of(newest, lineup);
    return new AppObserved(
        health.status(),
        health.reason(),
        number,
        newest.name(),
        lineup.serving().map(Revision::name).orElse(null),
        newest.spec().madeFrom());
  }

  Situation launching(int number) {
    launching.add("revision-" + number);
    return this;
  }

  Situation running(int number, int ordinal) {
    return container(number, ordinal, NOW.minusSeconds(100), new Observed.State.Running(), 0);
  }

  Situation frozen(int number, int ordinal) {
    return container(number, ordinal, NOW.minusSeconds(100), new Observed.State.Frozen(), 0);
  }

  Situation created(int number, int ordinal) {
    return container(number, ordinal, NOW.minusSeconds(100), new Observed.State.Created(), 0);
  }

  /// How it waits while nothing is asked of it.
  Situation rests(int number, Rung rung) {
    rungs.put("revision-" + number, rung);
    return this;
  }

  /// Its container could not be made ahead of time.
  Situation inVain(int number) {
    inVain.put("revision-" + number, REFERENCES);
    return this;
  }

  Situation ended(int number, int ordinal, int code, int restarts) {
    return ended(number, ordinal, code, restarts, Duration.ZERO);
  }

  Situation ended(int number, int ordinal, int code, int restarts, Duration ago) {
    var end = new Observed.State.Ended(code, Observed.Excess.NOTHING, NOW.minus(ago));
    return container(number, ordinal, NOW.minusSeconds(100), end, restarts);
  }

  /// A container whose revision nobody knows.
  Situation orphan(int number) {
    add(number, "app-1", seen -> seen);
    running(number, 0);
    revisions.removeLast();
    return this;
  }

  private Situation container(
      int number, int ordinal, Instant startedAt, Observed.State state, int restarts) {
    var revision = byNumber(number);
    var slot = new Slot(revision.instanceName(ordinal), ordinal, restarts, restarts, startedAt);
    var labels = Replica.labels(revision, slot, REFERENCES);
    var address = InetAddress.getLoopbackAddress();
    var container = new Observed(slot.id(), labels, address, startedAt, state);
    replicas.add(Replica.of(container).orElseThrow());
    return this;
  }

  private Revision byNumber(int number) {
    return revisions.stream().filter(r -> r.number() == number).findFirst().orElseThrow();
  }

  private Replica replica(int number, int ordinal) {
    String id = byNumber(number).instanceName(ordinal);
    return replicas.stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  Situation probed(int number, int ordinal, boolean ready) {
    return probed(number, ordinal, ready, Duration.ofSeconds(1));
  }

  Situation probed(int number, int ordinal, boolean ready, Duration since) {
    var readiness =
        new Readiness(
            ready, ready ? 0 : 7, NOW.minus(since), NOW.plusSeconds(5), ready ? "" : "refused");
    probes.put(replica(number, ordinal).life(), readiness);
    return this;
  }

  private AppPrototype template() {
    return Samples.of("localhost/good:1").scaled(least).alive(LIVE).app("web");
  }

  /// Its liveness probe is due, or has failed.
  Situation pulse(int number, int ordinal, boolean alive) {
    var since = NOW.minusSeconds(1);
    var pulse = new Readiness(alive, alive ? 0 : 1, since, NOW, alive ? "" : "refused");
    pulses.put(replica(number, ordinal).life(), pulse);
    return this;
  }

  Situation probing(int number, int ordinal) {
    probing.add(replica(number, ordinal).life());
    return this;
  }

  Situation stopping(int number, int ordinal) {
    stopping.add(replica(number, ordinal).id());
    return this;
  }

  Situation drained(int number, int ordinal, Duration ago) {
    drained.put(replica(number, ordinal).id(), NOW.minus(ago));
    return this;
  }

  Situation leaving(int number, int ordinal) {
    leaving.add(replica(number, ordinal).life());
    return this;
  }

  Situation serving(int number, int ordinal) {
    serving.add(replica(number, ordinal).id());
    return this;
  }

  World world() {
    return new World(
        NOW,
        WEB,
        wanted ? Optional.of(wish()) : Optional.empty(),
        suspended,
        revisions,
        replicas,
        probes,
        pulses,
        refersTo,
        wanted(),
        rungs,
        new World.Busy(
            launching, probing, Set.of(), stopping, serving, drained, Map.of(), leaving, inVain),
        Limits.STANDARD);
  }

  private Map<String, Integer> wanted() {
    var counts = new HashMap<String, Integer>();
    revisions.forEach(revision ->
        counts.put(
            revision.id(),
            wants.getOrDefault(revision.number(), Scale.initial(revision.template()))));
    return counts;
  }

  /// What is asked of a revision needs so many instances.
  Situation wants(int number, int instances) {
    wants.put(number, instances);
    return this;
  }

  private World.Wanted wish() {
    var template = template();
    String tag = "tag-" + Math.max(updates, 1);
    return new World.Wanted(
        new Resource<>(Kind.APP, WEB, "app-1", tag, NOW, template, observed),
        new Reach(PLACE, "p1", subdomain, null, List.of()),
        traffic());
  }

  private Optional<TrafficPrototype> traffic() {
    return targets.isEmpty() ? Optional.empty() : Optional.of(new TrafficPrototype(targets));
  }

  /// So much of a hundred goes to this revision.
  Situation sends(int number, int percent) {
    targets.add(new TrafficTarget(Revision.name("web", number), null, percent, null, null));
    return this;
  }

  /// So much goes to the latest that was ready.
  Situation sendsLatest(int percent) {
    targets.add(new TrafficTarget(null, true, percent, null, null));
    return this;
  }

  /// The revision has an address of its own.
  Situation tags(String tag, int number) {
    targets.add(new TrafficTarget(Revision.name("web", number), null, null, tag, null));
    return this;
  }

  /// A step as a table tells it.
  static String words(Step step) {
    return switch (step) {
      case Step.Found(var key, _) -> "found " + key.name();
      case Step.Describe(var app) ->
          "describe %s of %s, serving %s"
              .formatted(
                  app.status(),
                  number(app.latestCreatedRevision()),
                  number(app.latestReadyRevision()));
      case Step.Judge(var revision, var verdict, var ready) ->
          "judge %d %s %d".formatted(revision.number(), words(verdict), ready);
      case Step.Launch(var revision, var slots) ->
          "launch " + slots.stream().map(slot -> words(revision, slot)).collect(joining(" "));
      case Step.Begin(_, var replica) -> "begin " + words(replica);
      case Step.Abandon(var revision) -> "abandon " + revision.number();
      case Step.Probe(var replica, _) -> "probe " + words(replica);
      case Step.Pulse(var replica, _) -> "pulse " + words(replica);
      case Step.End(var replica, var problem) -> "end " + words(replica) + " as " + problem;
      case Step.Remount(var revision) -> "remount " + revision.number();
      case Step.Serve serve -> "serve " + words(serve);
      case Step.Unserve() -> "unserve";
      case Step.Drain(var replica) -> "drain " + words(replica);
      case Step.Stop(var replica) -> "stop " + words(replica);
      case Step.Freeze(var replica) -> "freeze " + words(replica);
      case Step.Thaw(var replica) -> "thaw " + words(replica);
      case Step.Prepare(var revision, var slot) -> "prepare " + words(revision, slot);
      case Step.Forget(var revision) -> "forget " + revision.number();
    };
  }

  /// One way by what it leads to, several by what is sent to each.
  private static String words(Step.Serve serve) {
    if (serve.ways().size() == 1) {
      return words(serve.ways().getFirst().route());
    }
    var shares =
        serve.hosts().values().iterator().next().shares().stream()
            .map(share -> share.weight() + " to " + words(named(serve, share.way()).route()));
    var tags =
        serve.tags().entrySet().stream()
            .filter(tag -> tag.getKey().zone().equals(Host.PUBLIC))
            .map(tag ->
                tag.getKey().name().replaceFirst("-web\\..*", "")
                    + " to "
                    + words(named(serve, tag.getValue().shares().getFirst().way()).route()))
            .sorted();
    return Stream.concat(shares, tags).collect(joining(", "));
  }

  private static Way named(Step.Serve serve, String name) {
    return serve.ways().stream().filter(way -> way.name().equals(name)).findFirst().orElseThrow();
  }

  private static String words(Route route) {
    return (route.backends().isEmpty() ? "-" : backends(route.backends()))
        + (route.why().isEmpty() ? "" : " because " + route.why());
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Ready() -> "ready";
      case Verdict.Counted() -> "counted";
      case Verdict.Crashed(_, var end, _) -> "crashed with " + end.code();
      case Verdict.Silent _ -> "silent";
      case Verdict.Retired() -> "retired";
    };
  }

  private static String words(Revision revision, Slot slot) {
    return revision.number()
        + "/"
        + slot.ordinal()
        + (slot.restarts() > 0 ? " again " + slot.restarts() : "");
  }

  private static String words(Replica replica) {
    return number(replica.revision()) + "/" + replica.slot().ordinal();
  }

  /// `web-00002-deployment-…`: all in these tables have one instance that serves.
  private static String backends(List<Backend> backends) {
    return backends.stream()
        .map(backend -> number(backend.name().replaceFirst("-deployment.*", "")) + "/0")
        .collect(joining(" "));
  }

  private static String number(@Nullable String revision) {
    return revision == null
        ? "none"
        : "" + Integer.parseInt(revision.substring(revision.lastIndexOf('-') + 1));
  }
}

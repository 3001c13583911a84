// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.api.AppPrototype;
import dev.windlass.engine.Key;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.engine.app.World.Wanted;
import dev.windlass.ingress.Host;
import dev.windlass.ingress.Share;
import dev.windlass.ingress.Split;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Makes one [Plan]. The order of the steps matters in one place: requests are sent elsewhere
/// before those who got them are stopped.
final class Planning {
  private final World world;
  private final Agenda agenda;
  private final Draining draining;

  Planning(World world) {
    this.world = world;
    this.agenda = new Agenda(world.now());
    this.draining = new Draining(world, agenda);
  }

  Plan plan() {
    if (world.suspended() && world.app().isPresent()) {
      suspend();
    } else {
      world.app().ifPresentOrElse(this::keep, this::clearAway);
    }
    return agenda.plan();
  }

  /// Nothing runs, and all that is known stays, the digests first of all.
  private void suspend() {
    agenda.add(new Step.Unserve());
    world.replicas().forEach(draining::stop);
    for (var revision : world.revisions()) {
      abandon(revision);
      if (revision.observed().actualInstances() != 0) {
        agenda.add(new Step.Judge(revision, new Verdict.Counted(), 0));
      }
    }
  }

  private void clearAway() {
    agenda.add(new Step.Unserve());
    world.replicas().forEach(draining::stop);
    world.revisions().forEach(this::remove);
  }

  private void keep(Wanted app) {
    var own = world.revisions().stream().filter(revision -> isOf(app, revision)).toList();
    var lineup = Lineup.of(own, app.traffic());
    makeRevision(app, lineup);
    lineup.active().forEach(new Tending(world, agenda)::run);
    serve(app, lineup); // before anything is written down: somebody may wait
    lineup.active().forEach(new Tending(world, agenda)::endDead);
    lineup.active().forEach(new Judging(world, agenda)::judge);
    describe(app, lineup);
    retire(lineup);
    removeStrangers(own);
  }

  /// An app of the same name may have been there before.
  private static boolean isOf(Wanted app, Revision revision) {
    return revision.spec().appId().equals(app.resource().id());
  }

  private void makeRevision(Wanted app, Lineup lineup) {
    String tag = app.resource().entityTag();
    boolean made =
        lineup.newest().map(newest -> newest.spec().madeFrom().equals(tag)).orElse(false)
            || (lineup.newest().isPresent() && tag.equals(app.observed().madeFrom()));
    int number = lastNumber(app, lineup) + 1;
    var key = new Key(world.key().project(), Revision.name(world.key().name(), number));
    if (!made && world.revisions().stream().noneMatch(taken -> taken.key().equals(key))) {
      AppPrototype template = app.resource().wanted();
      var spec = new RevisionSpec(world.key().name(), template, app.resource().id(), tag);
      agenda.add(new Step.Found(key, spec));
    }
  }

  private static int lastNumber(Wanted app, Lineup lineup) {
    return Math.max(app.observed().revisions(), lineup.newest().map(Revision::number).orElse(0));
  }

  private void serve(Wanted app, Lineup lineup) {
    if (app.reach().isNowhere()) {
      agenda.add(new Step.Unserve());
      return;
    }
    var ways =
        lineup.sharing().revisions().stream().map(to -> way(app, lineup.sharing(), to)).toList();
    agenda.add(
        new Step.Serve(
            hosts(app, world.key().name(), split(app, lineup.sharing())),
            tags(app, lineup.sharing()),
            ways.isEmpty() ? List.of(nowhere(app)) : ways));
  }

  private Way nowhere(Wanted app) {
    return new Way(
        unique(app), Routing.route(app, Optional.empty(), List.of()), Optional.empty(), 0);
  }

  private Way way(Wanted app, Sharing sharing, Revision revision) {
    var ready =
        world.servingOf(revision).stream()
            .filter(replica -> world.ready(replica) || wakes(revision, replica))
            .toList();
    return new Way(
        name(app, sharing, revision),
        Routing.route(app, Optional.of(revision), revision.wasReady() ? ready : List.of()),
        Optional.of(revision).filter(Revision::wasReady),
        world.instances(revision));
  }

  private static String unique(Wanted app) {
    return app.reach().unique(app.resource().key().name());
  }

  /// As long as nobody splits them, the requests that wait for one revision go on to the next.
  private static String name(Wanted app, Sharing sharing, Revision revision) {
    return sharing.split() ? revision.name() + "." + unique(app) : unique(app);
  }

  private static Split split(Wanted app, Sharing sharing) {
    var shares = new ArrayList<Share>();
    sharing
        .weights()
        .forEach((to, weight) -> shares.add(new Share(name(app, sharing, to), weight)));
    return shares.isEmpty() ? Split.of(unique(app)) : new Split(shares);
  }

  private static Map<Host, Split> hosts(Wanted app, String name, Split split) {
    return app.reach().hosts(name).stream().collect(Collectors.toMap(host -> host, _ -> split));
  }

  private static Map<Host, Split> tags(Wanted app, Sharing sharing) {
    var tags = new HashMap<Host, Split>();
    sharing
        .tags()
        .forEach((tag, to) ->
            tags.putAll(hosts(app, app.tagged(tag), Split.of(name(app, sharing, to)))));
    return tags;
  }

  private boolean wakes(Revision revision, Replica replica) {
    return world.well(replica) && world.wakes(revision, replica);
  }

  private void describe(Wanted app, Lineup lineup) {
    lineup
        .newest()
        .map(newest -> observed(app, newest, lineup))
        .filter(observed -> !observed.equals(app.observed()))
        .ifPresent(observed -> agenda.add(new Step.Describe(observed)));
  }

  private static AppObserved observed(Wanted app, Revision newest, Lineup lineup) {
    Health health = Health.of(newest, lineup);
    boolean made = newest.number() > app.observed().revisions();
    return new AppObserved(
        health.status(),
        health.reason(),
        lastNumber(app, lineup),
        newest.name(),
        lineup.serving().map(Revision::name).orElse(null),
        made || app.observed().madeFrom() == null
            ? newest.spec().madeFrom()
            : app.observed().madeFrom());
  }

  /// Takes down those that neither serve nor are to serve. The newest of them is kept to look at.
  private void retire(Lineup lineup) {
    for (var revision : lineup.idle()) {
      abandon(revision);
      world.replicasOf(revision).forEach(replica -> draining.drain(revision, replica));
      settle(revision);
    }
    lineup.spent().stream().filter(this::isEmpty).map(Step.Forget::new).forEach(agenda::add);
  }

  private void settle(Revision revision) {
    var observed = revision.observed();
    if (observed.status().equals("loading")
        || observed.actualInstances() != 0
        || observed.retryAt() != null) {
      agenda.add(new Step.Judge(revision, new Verdict.Retired(), 0));
    }
  }

  private void removeStrangers(List<Revision> own) {
    var known = new HashSet<String>();
    own.forEach(revision -> known.add(revision.id()));
    world.replicas().stream().filter(r -> !known.contains(r.revisionId())).forEach(draining::stop);
    world.revisions().stream().filter(r -> !known.contains(r.id())).forEach(this::remove);
  }

  private void remove(Revision revision) {
    abandon(revision);
    if (isEmpty(revision)) {
      agenda.add(new Step.Forget(revision));
    }
  }

  private void abandon(Revision revision) {
    if (world.launching(revision)) {
      agenda.add(new Step.Abandon(revision));
    }
  }

  private boolean isEmpty(Revision revision) {
    return !world.launching(revision) && world.replicasOf(revision).isEmpty();
  }
}

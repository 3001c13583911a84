// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.Traffic;
import dev.windlass.api.TrafficPrototype;
import dev.windlass.api.TrafficTarget;
import dev.windlass.engine.Contents;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Observations.Nothing;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How the requests for an app are split among its revisions. Code Engine has no such thing; the
/// fields are those of Knative's `TrafficTarget`.
final class AppTraffic {
  private static final String ONE = "/projects/{project_id}/apps/{app_name}/traffic";
  private static final String NOT_SPLIT = "0";
  private static final int MOST = 25;
  private static final int ALL = 100;

  private static final Shape TARGET =
      Shape.of("a target of traffic")
          .may("latest_revision", Rule.flag())
          .may("percent", Rule.number(0, ALL))
          .may("revision_name", Names.OF_REFERENCE)
          .may("tag", Names.OF_TAG)
          .ignores(Set.of("url"));

  private static final Shape SHAPE =
      Shape.of("a split of traffic").needs("traffic", new Rule.Items(MOST, TARGET));

  private final Site site;
  private final Shelf<AppPrototype, AppObserved> apps;

  AppTraffic(Site site) {
    this.site = site;
    this.apps = Apps.shelf(site);
  }

  List<Route> routes() {
    return List.of(
        Route.get(ONE, this::get).answering(Traffic.class).ours(),
        Route.put(ONE, this::replace).taking(SHAPE).answering(Traffic.class).ours());
  }

  /// Of an app; empty when nobody has split anything.
  static Optional<Resource<TrafficPrototype, Nothing>> find(Site site, Key app) {
    return site.store().find(Kind.TRAFFIC, app);
  }

  private Answer get(Call call) {
    Home home = site.home(call);
    var app = apps.get(home, call.name("app_name")).key();
    return Answer.ok(view(home, find(site, app)));
  }

  private Map<String, Object> view(Home home, Optional<Resource<TrafficPrototype, Nothing>> found) {
    return Typed.map(
        new Traffic(
            found.map(Resource::entityTag).orElse(NOT_SPLIT),
            found.map(split -> targets(site, home, split)).orElse(List.of(TrafficTarget.LATEST))));
  }

  /// With the addresses that tags give.
  static List<TrafficTarget> targets(
      Site site, Home home, Resource<TrafficPrototype, Nothing> split) {
    return split.wanted().traffic().stream()
        .map(target -> withUrl(site, home, split.key(), target))
        .toList();
  }

  private static TrafficTarget withUrl(Site site, Home home, Key app, TrafficTarget target) {
    var visibility =
        site.store().find(Kind.APP, app).map(one -> one.wanted().managedDomainMappings());
    var url =
        target.tag() == null
            ? null
            : site.endpoint(home, target.tag() + "-" + app.name(), visibility.orElse(null));
    return new TrafficTarget(
        target.revisionName(), target.latestRevision(), target.percent(), target.tag(), url);
  }

  private Answer replace(Call call) throws IOException {
    Home home = site.home(call);
    var app = apps.get(home, call.name("app_name"));
    var tag = Tag.of(call);
    var body = site.body().resource(call);
    body.keySet().remove("entity_tag");
    var problems = new Problems();
    SHAPE.check(body, problems);
    Problems.refuse(problems.all());
    var wanted = Typed.of(TrafficPrototype.class, body);
    refuseImpossible(home, app, wanted.traffic());
    return Answer.ok(view(home, Optional.of(put(tag, app.key(), wanted))));
  }

  private Resource<TrafficPrototype, Nothing> put(Tag tag, Key app, TrafficPrototype wanted) {
    var before = find(site, app);
    tag.refuseOther(
        "The traffic of application",
        app.name(),
        before.map(Resource::entityTag).orElse(NOT_SPLIT));
    try {
      return before.isEmpty()
          ? site.store().create(Kind.TRAFFIC, app, wanted, now -> refuseUnlessThere(now, app))
          : site.store().want(Kind.TRAFFIC, app, before.map(Resource::entityTag), wanted);
    } catch (Store.Conflict | Store.Gone meanwhile) {
      throw tag.stale("The traffic of application", app.name());
    }
  }

  private static void refuseUnlessThere(Contents now, Key app) {
    if (now.find(Kind.APP, app).isEmpty()) {
      throw Refused.notFound("Application '" + app.name() + "' was deleted meanwhile");
    }
  }

  private void refuseImpossible(
      Home home, Resource<AppPrototype, AppObserved> app, List<TrafficTarget> targets) {
    var problems = new Problems();
    for (int i = 0; i < targets.size(); i++) {
      check("traffic[" + i + "]", home, app, targets.get(i), problems);
    }
    int sum = targets.stream().mapToInt(TrafficTarget::share).sum();
    if (sum != ALL) {
      problems.invalid(
          "traffic", "The percents add up to %d; they need to be %d".formatted(sum, ALL));
    }
    refuseTwice(targets, problems);
    Problems.refuse(problems.all());
  }

  private void check(
      String field,
      Home home,
      Resource<AppPrototype, AppObserved> app,
      TrafficTarget target,
      Problems problems) {
    var name = target.revisionName();
    if (target.latest() == (name != null)) {
      problems.invalid(
          field, "%s needs to have either revision_name or latest_revision true".formatted(field));
    } else if (name != null && !wasReady(home, app, name)) {
      problems.invalid(
          field + ".revision_name",
          name,
          "a revision of application '%s' that was ready; 'windlass revision list --application %s' lists them"
              .formatted(app.key().name(), app.key().name()));
    }
    var tagged = new Key(home.id(), target.tag() + "-" + app.key().name());
    if (target.tag() != null && site.store().find(Kind.APP, tagged).isPresent()) {
      problems.invalid(
          field + ".tag",
          target.tag(),
          "another, as there is an application '%s', which has the address that it would give"
              .formatted(tagged.name()));
    } else if (target.tag() != null && tagged.name().length() > 63) {
      problems.invalid(
          field + ".tag",
          target.tag(),
          "so short that '%s' has at most 63 characters".formatted(tagged.name()));
    }
  }

  private boolean wasReady(Home home, Resource<AppPrototype, AppObserved> app, String name) {
    return site.store()
        .find(Kind.REVISION, new Key(home.id(), name))
        .filter(revision -> revision.wanted().appId().equals(app.id()))
        .filter(revision -> revision.observed().wasReady())
        .isPresent();
  }

  private static void refuseTwice(List<TrafficTarget> targets, Problems problems) {
    var seen = new HashSet<String>();
    targets.stream()
        .flatMap(target -> Stream.ofNullable(target.tag()))
        .filter(tag -> !seen.add(tag))
        .forEach(tag ->
            problems.invalid(
                "traffic",
                "The tag '%s' is there twice; a tag needs to name one revision".formatted(tag)));
  }
}

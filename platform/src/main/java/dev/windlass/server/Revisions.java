// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.AppRevision;
import dev.windlass.api.AppRevisionList;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import java.util.List;

/// The revisions of an app.
final class Revisions {
  private static final String ALL = "/projects/{project_id}/apps/{app_name}/revisions";
  private static final String ONE = ALL + "/{name}";

  private final Site site;
  private final Shelf<AppPrototype, AppObserved> apps;
  private final Shelf<RevisionSpec, RevisionObserved> shelf;

  Revisions(Site site) {
    this.site = site;
    this.apps = Apps.shelf(site);
    this.shelf = new Shelf<>(site, Kind.REVISION, noun(site));
  }

  static Noun noun(Site site) {
    return new Noun(
        "Revision", "revisions", "app revisions", "revision", site.quotas().revisions());
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list).answering(AppRevisionList.class),
        Route.get(ONE, this::get).answering(AppRevision.class),
        Route.delete(ONE, this::delete));
  }

  private Answer list(Call call) {
    Home home = site.home(call);
    String app = apps.get(home, call.name("app_name")).key().name();
    var revisions =
        shelf.list(home).stream().filter(revision -> revision.wanted().app().equals(app)).toList();
    return Answer.ok(shelf.page(call, revisions, new RevisionView(site, home)::of));
  }

  private Answer get(Call call) {
    Home home = site.home(call);
    return Answer.ok(new RevisionView(site, home).of(find(site, home, call)));
  }

  static Resource<RevisionSpec, RevisionObserved> find(Site site, Home home, Call call) {
    String app = Apps.shelf(site).get(home, call.name("app_name")).key().name();
    String name = call.name("name");
    return site.store()
        .find(Kind.REVISION, new Key(home.id(), name))
        .filter(revision -> revision.wanted().app().equals(app))
        .orElseThrow(() ->
            Refused.notFound(
                "Revision %s of application '%s' not found in project '%s'; GET %s lists those that exist"
                    .formatted(
                        Shown.of(name),
                        app,
                        home.name(),
                        "/v2/projects/" + home.id() + "/apps/" + app + "/revisions")));
  }

  private Answer delete(Call call) {
    Home home = site.home(call);
    String name = find(site, home, call).key().name();
    var app = apps.get(home, call.name("app_name"));
    refuseInUse(app, name);
    refuseInSplit(app.key(), name);
    shelf.delete(home, name);
    return Answer.accepted();
  }

  private static void refuseInUse(Resource<AppPrototype, AppObserved> app, String name) {
    if (name.equals(app.observed().latestReadyRevision())) {
      throw inUse(name, "serves the requests of");
    }
    if (name.equals(app.observed().latestCreatedRevision())) {
      throw inUse(name, "is the latest revision of");
    }
  }

  private void refuseInSplit(Key app, String name) {
    var targets = AppTraffic.find(site, app).map(split -> split.wanted().traffic());
    if (targets.orElse(List.of()).stream().anyMatch(to -> name.equals(to.revisionName()))) {
      throw Refused.conflict(
          "resource_in_use",
          "Revision '%s' cannot be deleted: its application sends requests to it; 'windlass app traffic --name %s' shows which, and splits them otherwise"
              .formatted(name, app.name()));
    }
  }

  private static Refused inUse(String name, String how) {
    return Refused.conflict(
        "resource_in_use",
        "Revision '%s' cannot be deleted: it %s its application; update the application first, so that another revision takes over"
            .formatted(name, how));
  }
}

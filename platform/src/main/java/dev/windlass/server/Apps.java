// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.App;
import dev.windlass.api.AppInstanceList;
import dev.windlass.api.AppList;
import dev.windlass.api.AppPrototype;
import dev.windlass.doctor.Target;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Apps and their instances.
final class Apps {
  private static final String ALL = "/projects/{project_id}/apps";
  private static final String ONE = ALL + "/{name}";

  private final Site site;
  private final Shelf<AppPrototype, AppObserved> shelf;

  Apps(Site site) {
    this.site = site;
    this.shelf = shelf(site);
  }

  static Shelf<AppPrototype, AppObserved> shelf(Site site) {
    return new Shelf<>(
        site, Kind.APP, new Noun("Application", "apps", "apps", "app", site.quotas().apps()));
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list).answering(AppList.class),
        Route.post(ALL, this::create).taking(AppRules.SHAPE).answering(App.class),
        Route.get(ONE, this::get).answering(App.class),
        Route.patch(ONE, this::update).taking(AppRules.SHAPE).answering(App.class),
        Route.delete(ONE, this::delete),
        Route.get(ALL + "/{app_name}/instances", this::instances).answering(AppInstanceList.class),
        Route.post(ALL + "/{app_name}/restart", this::restart).ours(),
        Route.post(ALL + "/{app_name}/rollback", this::rollback).ours());
  }

  private Answer list(Call call) {
    Home home = site.home(call);
    return Answer.ok(shelf.page(call, shelf.list(home), new AppView(site, home)::of));
  }

  private Answer create(Call call) throws IOException, InterruptedException {
    Home home = site.home(call);
    AppPrototype wanted = wanted(site.body().resource(call));
    refuseManyRevisions(home);
    return Answer.created(answer(call, home, shelf.create(home, wanted.name(), wanted)));
  }

  private static AppPrototype wanted(Map<String, Object> asked) {
    Map<String, Object> app = AppRules.SHAPE.heeded(asked);
    Problems.refuse(AppRules.problems(app));
    return Typed.of(AppPrototype.class, AppRules.complete(app));
  }

  private void refuseManyRevisions(Home home) {
    long now = site.store().count(Kind.REVISION, home.id());
    Quotas.refuseAbove(Revisions.noun(site), now, "Project '" + home.name() + "'");
  }

  private Map<String, Object> answer(Call call, Home home, Resource<AppPrototype, AppObserved> app)
      throws InterruptedException {
    Map<String, Object> answer = new AppView(site, home).of(app);
    Warnings.add(answer, site.store(), home);
    var target = new Target(Target.Kind.APP, app.key().name());
    new PreflightCheck(site).add(answer, call, home, target);
    return answer;
  }

  private Answer get(Call call) {
    Home home = site.home(call);
    var app = shelf.get(home, call.name("name"));
    Map<String, Object> view = new AppView(site, home).of(app);
    new ColdStartView(site)
        .of(app.key())
        .ifPresent(cold -> View.within(view, "status_details", "cold_start", cold));
    return Answer.ok(view);
  }

  private Answer update(Call call) throws IOException, InterruptedException {
    Home home = site.home(call);
    String name = call.name("name");
    Tag.of(call);
    Map<String, Object> patch = Change.of(name, site.body().patch(call));
    refuseManyRevisions(home);
    return Answer.ok(
        answer(
            call,
            home,
            shelf.change(
                call, home, name, old -> wanted(MergePatch.apply(Typed.map(old), patch)))));
  }

  private Answer delete(Call call) {
    Home home = site.home(call);
    String name = call.name("name");
    shelf.delete(home, name);
    site.store().delete(Kind.TRAFFIC, new Key(home.id(), name));
    site.store().list(Kind.DOMAIN_MAPPING, home.id()).stream()
        .filter(mapping -> mapping.wanted().component().name().equals(name))
        .forEach(mapping -> site.store().delete(Kind.DOMAIN_MAPPING, mapping.key()));
    site.store().list(Kind.REVISION, home.id()).stream()
        .filter(revision -> revision.wanted().app().equals(name))
        .forEach(revision -> site.store().delete(Kind.REVISION, revision.key()));
    return Answer.accepted();
  }

  private Answer instances(Call call) {
    Home home = site.home(call);
    var app = shelf.get(home, call.name("app_name"));
    return Answer.ok(
        new Listing<Instance>("instances", Instance::name, one -> instance(home, app, one))
            .page(site, call, site.driver().appInstances(app.key())));
  }

  private Answer restart(Call call) {
    Home home = site.home(call);
    String app = call.name("app_name");
    var instance = call.query("instance");
    var replaced = site.driver().restart(shelf.get(home, app).key(), instance);
    if (replaced.isEmpty() && instance.isPresent()) {
      throw Refused.notFound(
          "Instance %s of application '%s' does not run; 'windlass app get --name %s' lists those that do"
              .formatted(Shown.of(instance.get()), app, app));
    }
    return Answer.accepted(Map.of("instances", replaced));
  }

  private Answer rollback(Call call) throws InterruptedException {
    Home home = site.home(call);
    var app = shelf.get(home, call.name("app_name"));
    var wanted = wanted(new Rollback(site, home, app).to(call.query("revision")));
    refuseManyRevisions(home);
    try {
      var changed = site.store().want(Kind.APP, app.key(), Optional.empty(), wanted);
      return Answer.ok(answer(call, home, changed));
    } catch (Store.Gone meanwhile) {
      throw Refused.notFound("Application '" + app.key().name() + "' was deleted meanwhile");
    }
  }

  private Map<String, Object> instance(
      Home home, Resource<AppPrototype, AppObserved> app, Instance instance) {
    var revision = site.store().find(Kind.REVISION, new Key(home.id(), instance.owner()));
    Map<String, Object> workload =
        revision
            .map(new RevisionView(site, home)::of)
            .orElseGet(() -> new AppView(site, home).of(app));
    Map<String, Object> view = new InstanceView(home, "app_instance_v2", workload).of(instance);
    view.put("app_name", app.key().name());
    view.put("revision_name", instance.owner());
    return view;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.Project;
import dev.windlass.api.ProjectList;
import dev.windlass.api.ProjectPrototype;
import dev.windlass.api.QuotaList;
import dev.windlass.api.Reclamation;
import dev.windlass.api.ReclamationList;
import dev.windlass.diagnose.Cause;
import dev.windlass.doctor.EgressAddresses;
import dev.windlass.engine.Contents;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Projects, and what is asked about a project as a whole.
final class Projects {
  private final Site site;
  private final ProjectView view;

  Projects(Site site) {
    this.site = site;
    this.view = new ProjectView(site);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/projects", this::list).answering(ProjectList.class),
        Route.post("/projects", this::create).taking(ProjectRules.SHAPE).answering(Project.class),
        Route.get("/projects/{project_id}", this::get).answering(Project.class),
        Route.delete("/projects/{project_id}", this::delete),
        Route.get("/projects/{project_id}/status_details", this::status),
        Route.get("/projects/{project_id}/egress_ips", this::egress),
        Route.get("/projects/{project_id}/quotas", this::quotas).answering(QuotaList.class).ours(),
        Route.get("/reclamations", this::reclamations).answering(ReclamationList.class).ours(),
        Route.post("/reclamations/{id}/actions/{action}", this::act)
            .answering(Reclamation.class)
            .ours());
  }

  private Answer list(Call call) {
    return Answer.ok(
        new Listing<Resource<ProjectPrototype, ProjectObserved>>(
                "projects", project -> project.wanted().name(), view::of)
            .page(site, call, seen(call)));
  }

  private List<Resource<ProjectPrototype, ProjectObserved>> seen(Call call) {
    return all().stream().filter(project -> call.caller().sees(project.key().name())).toList();
  }

  private List<Resource<ProjectPrototype, ProjectObserved>> all() {
    return ProjectLife.all(site.store());
  }

  private Answer create(Call call) throws IOException {
    Map<String, Object> body = site.body().resource(call);
    Problems.refuse(ProjectRules.problems(body));
    ProjectPrototype wanted = Typed.of(ProjectPrototype.class, body);
    return Answer.accepted(
        view.of(ProjectLife.of(site.store(), wanted, now -> refuseUnlessPossible(now, wanted))));
  }

  private void refuseUnlessPossible(Contents now, ProjectPrototype wanted) {
    refuseTaken(now, wanted.name());
    Quotas.refuseAbove(
        new Noun("Project", "projects", "projects", "project", site.quotas().projects()),
        now.count(Kind.PROJECT, ""),
        "This engine");
  }

  private static void refuseTaken(Contents now, String name) {
    if (ProjectLife.all(now).stream().anyMatch(project -> project.wanted().name().equals(name))) {
      throw Refused.of(
          409,
          new Problem(
                  "resource_already_exists",
                  "Project '%s' already exists, please select a unique name.".formatted(name),
                  "name")
              .because(
                  Cause.NAME_TAKEN,
                  "choose another name, or use it: windlass project select --name " + name));
    }
  }

  private Answer get(Call call) {
    return Answer.ok(view.of(project(call)));
  }

  private Resource<ProjectPrototype, ProjectObserved> project(Call call) {
    String id = call.name("project_id");
    return site.store().find(Kind.PROJECT, new Key("", id)).orElseThrow(() -> Site.noProject(id));
  }

  /// It can be restored for a while, unless it is to go for good.
  private Answer delete(Call call) {
    Key key = project(call).key();
    if (!call.flag("hard")) {
      ProjectLife.suspend(site.store(), key, site.clock().instant());
      return Answer.accepted();
    }
    end(key);
    return Answer.accepted();
  }

  private void end(Key key) {
    ProjectLife.announceEnd(site.store(), key); // whoever creates something looks at the status
    ProjectLife.end(site.store(), key);
  }

  /// As IBM Cloud's resource controller tells of them.
  private Answer reclamations(Call call) {
    var waiting = all().stream().filter(project -> project.observed().isSuspended()).toList();
    return Answer.ok(
        new Listing<Resource<ProjectPrototype, ProjectObserved>>(
                "resources", Resource::id, view::reclamation)
            .page(site, call, waiting));
  }

  private Answer act(Call call) {
    var project =
        all().stream()
            .filter(one -> one.observed().isSuspended() && one.id().equals(call.name("id")))
            .findFirst()
            .orElseThrow(() ->
                Refused.notFound(
                    "Reclamation %s not found; GET /v2/reclamations lists those that exist"
                        .formatted(Shown.of(call.name("id")))));
    switch (call.name("action")) {
      case "restore" -> ProjectLife.restore(site.store(), project.key());
      case "reclaim" -> end(project.key());
      default ->
          throw Refused.badField(
              "action",
              "action is %s; it needs to be restore or reclaim"
                  .formatted(Shown.of(call.name("action"))));
    }
    return Answer.ok(view.reclamation(project));
  }

  private Answer status(Call call) {
    boolean enabled = !project(call).observed().isSuspended();
    return Answer.ok(
        Map.of(
            "cbr",
            Map.of(
                "data_plane",
                Map.of(
                    "enforcement", "none",
                    "inbound_private", "allowed",
                    "inbound_public", "allowed")),
            "domain",
            "ready",
            "project",
            enabled ? "enabled" : "disabled",
            "vpe",
            "unknown",
            "vpe_not_enabled",
            true));
  }

  private Answer quotas(Call call) {
    Home home = site.home(call);
    var most = site.quotas();
    return Answer.ok(
        Map.of(
            "quotas",
            List.of(
                quota("App revisions", Kind.REVISION, most.revisions(), home),
                quota("Apps", Kind.APP, most.apps(), home),
                quota("Configmaps", Kind.CONFIG_MAP, most.configMaps(), home),
                quota("Custom domain mappings", Kind.DOMAIN_MAPPING, most.domainMappings(), home),
                quota("Job runs", Kind.JOB_RUN, most.jobRuns(), home),
                quota("Jobs", Kind.JOB, most.jobs(), home),
                quota("Outbound destinations", Kind.OUTBOUND, most.outbounds(), home),
                quota("Secrets", Kind.SECRET, most.secrets(), home),
                quota(
                    "Subscriptions (cron)",
                    Kind.CRON_SUBSCRIPTION,
                    most.cronSubscriptions(),
                    home))));
  }

  private Map<String, Object> quota(String category, Kind<?, ?> kind, int limit, Home home) {
    int used = site.store().count(kind, home.id());
    return Map.of("category", category, "used", used, "limit", limit);
  }

  private Answer egress(Call call) throws IOException {
    project(call);
    var addresses = EgressAddresses.ofThisMachine();
    return Answer.ok(Map.of("private", addresses.privates(), "public", addresses.publics()));
  }
}

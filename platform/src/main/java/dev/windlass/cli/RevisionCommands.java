// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.App;
import dev.windlass.api.AppInstance;
import dev.windlass.api.AppRevision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `windlass revision …`
final class RevisionCommands {
  private RevisionCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "list",
            "List the revisions of the applications.",
            "",
            AppOptions::revisionList,
            RevisionCommands::list),
        new Command(
            "get",
            "Show a revision.",
            "--name NAME",
            () -> CommonOptions.get("revision"),
            RevisionCommands::get),
        new Command(
            "delete",
            "Delete a revision that does not serve.",
            "--name NAME",
            () -> CommonOptions.delete("revision"),
            RevisionCommands::delete),
        new Command(
            "events",
            "Show what happened to the instances.",
            "(--name NAME | --instance NAME)",
            AppOptions::revisionEvents,
            RevisionCommands::events),
        new Command(
            "attempts",
            "Show what was tried to pull the image, step by step.",
            "--name NAME",
            () -> CommonOptions.attempts("revision"),
            RevisionCommands::attempts),
        new Command(
            "logs",
            "Show what the instances print.",
            "(--name NAME | --instance NAME)",
            AppOptions::revisionLogs,
            RevisionCommands::logs));
  }

  private static void list(Call call) {
    call.console().progress("Listing all revisions...");
    var apps = new HashMap<String, App>();
    var revisions = new ArrayList<AppRevision>();
    for (App app : apps(call)) {
      apps.put(app.name(), app);
      revisions.addAll(call.project().revisions(app.name()));
    }
    var sorted = Sorting.by(call.options(), revisions, AppRevision::name, AppRevision::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(sorted, Kube::revision));
      return;
    }
    call.console().ok();
    call.console().progress("");
    table(call, apps, sorted).print(call.console());
  }

  private static List<App> apps(Call call) {
    return call.options().has("application")
        ? List.of(call.project().app(call.options().get("application")))
        : call.project().apps();
  }

  private static Table table(Call call, Map<String, App> apps, List<AppRevision> revisions) {
    var table =
        Table.of(
            "Name",
            "Application",
            "Status",
            "URL",
            "Latest",
            "Tag",
            "Traffic",
            "Age",
            "Conditions",
            "Reason");
    for (AppRevision revision : revisions) {
      var app = apps.get(String.valueOf(revision.appName()));
      row(call, table, app, revision);
    }
    return table;
  }

  private static void row(Call call, Table table, @Nullable App app, AppRevision revision) {
    var name = String.valueOf(revision.name());
    var of = app == null ? null : app.statusDetails();
    var own = revision.statusDetails();
    boolean well = "ready".equals(revision.status());
    table.row(
        name,
        revision.appName(),
        Words.capital(revision.status()),
        app == null ? "" : app.endpoint(),
        of != null && name.equals(of.latestCreatedRevision()),
        app == null ? "" : Shares.tags(app, name),
        app == null ? "" : Shares.of(app, name),
        call.age().of(revision.createdAt()),
        Condition.summary(Condition.of(revision)),
        well || own == null ? "" : Condition.problem(own.diagnosis(), own.reason()));
  }

  private static void get(Call call) {
    call.console().progress("Getting revision '" + call.name() + "'...");
    var revision = call.project().revision(Names.appOf(call.name()), call.name());
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.revision(revision));
      return;
    }
    call.console()
        .progress(
            "Run 'windlass revision events -n "
                + call.name()
                + "' to get the system events of the revision instances.");
    call.console().ok();
    call.console().progress("");
    RevisionView.of(call, revision).print();
  }

  private static void delete(Call call) {
    var app = Names.appOf(call.name());
    Deletion.run(
        call, "revision", call.name(), () -> call.project().deleteRevision(app, call.name()));
  }

  private static void attempts(Call call) {
    call.console().progress("Getting attempts for revision '" + call.name() + "'...");
    Attempts.print(call, call.project().revisionAttempts(Names.appOf(call.name()), call.name()));
  }

  private static void events(Call call) {
    call.options().exactlyOne("revision", "instance");
    var project = call.project();
    if (call.options().has("instance")) {
      var instance = call.options().get("instance");
      call.console().progress("Getting events for revision instance '" + instance + "'...");
      var events = project.revisionEvents(Names.appOf(instance), Names.revisionOf(instance));
      Events.print(call, instance, Events.ofInstance(events, instance));
      return;
    }
    var name = call.options().get("revision");
    call.console().progress("Getting events for all instances of revision '" + name + "'...");
    Events.print(call, name, project.revisionEvents(Names.appOf(name), name));
  }

  private static void logs(Call call) {
    call.options().exactlyOne("revision", "instance");
    if (call.options().has("instance")) {
      var instance = call.options().get("instance");
      call.console().progress("Getting logs for revision instance '" + instance + "'...");
      Logs.ofUserContainers(call).print(() -> List.of(instance), () -> false);
      return;
    }
    var name = call.options().get("revision");
    call.console().progress("Getting logs for all instances of revision '" + name + "'...");
    Logs.ofUserContainers(call).print(() -> instances(call, name), () -> false);
  }

  private static List<String> instances(Call call, String revision) {
    var names = new ArrayList<String>();
    for (AppInstance instance : call.project().instances(Names.appOf(revision))) {
      if (instance.revisionName().equals(revision)) {
        names.add(String.valueOf(instance.name()));
      }
    }
    return names;
  }
}

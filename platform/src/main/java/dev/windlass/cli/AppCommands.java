// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiException;
import dev.windlass.api.App;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `windlass app …`
final class AppCommands {
  private AppCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "create",
            "Create an application and wait until it serves.",
            "--name NAME --image REFERENCE",
            AppOptions::create,
            AppDeploy::create),
        new Command(
            "get", "Show an application.", "--name NAME", AppOptions::get, AppCommands::get),
        new Command(
            "list",
            "List the applications of the project.",
            "",
            CommonOptions::list,
            AppCommands::list),
        new Command(
            "update",
            "Change an application, or resolve its image again: makes a new revision.",
            "--name NAME",
            AppOptions::update,
            AppDeploy::update),
        new Command(
            "delete",
            "Delete an application.",
            "--name NAME",
            AppOptions::delete,
            AppCommands::delete),
        new Command(
            "logs",
            "Show what the instances print.",
            "(--name NAME | --instance NAME)",
            AppOptions::logs,
            AppCommands::logs),
        new Command(
            "events",
            "Show what happened to the instances.",
            "(--name NAME | --instance NAME)",
            AppOptions::events,
            AppCommands::events),
        new Command(
            "attempts",
            "Show what was tried to pull the image, step by step.",
            "--name NAME",
            () -> CommonOptions.attempts("application"),
            AppCommands::attempts),
        new Command(
            "restart",
            "Replace the instances, or one, by new ones; no request is lost.",
            "(--name NAME | --instance NAME)",
            AppOptions::restart,
            AppCommands::restart),
        new Command(
            "rollback",
            "Make an application again what an earlier revision was, with the very same image.",
            "--name NAME [--revision REVISION]",
            AppOptions::rollBack,
            AppDeploy::rollBack),
        new Command(
            "traffic",
            "Show how requests are split among the revisions, or split them otherwise.",
            "--name NAME [--traffic REVISION=PERCENT ...]",
            TrafficCommand::options,
            TrafficCommand::run),
        new Command(
            "retry",
            "Try at once again what waits for its next attempt.",
            "--name NAME",
            () -> List.of(CommonOptions.name("application"), CommonOptions.QUIET),
            AppCommands::retry));
  }

  private static void list(Call call) {
    call.console().progress("Listing all applications...");
    var apps = Sorting.by(call.options(), call.project().apps(), App::name, App::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(apps, Kube::app));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table = Table.of("Name", "Status", "URL", "Latest", "Age", "Conditions", "Reason");
    for (App app : apps) {
      row(call, table, app);
    }
    table.print(call.console());
  }

  private static void row(Call call, Table table, App app) {
    var details = app.statusDetails();
    boolean well = "ready".equals(app.status());
    table.row(
        app.name(),
        Words.capital(app.status()),
        app.endpoint(),
        details == null ? "" : details.latestCreatedRevision(),
        call.age().of(app.createdAt()),
        Condition.summary(Condition.of(app)),
        well || details == null ? "" : Condition.problem(details.diagnosis(), details.reason()));
  }

  private static void get(Call call) {
    call.console().progress("Getting application '" + call.name() + "'...");
    var app = call.project().app(call.name());
    if (printed(call, app)) {
      return;
    }
    var view = AppView.of(call, app);
    AppDeploy.hints(call, app.name(), "");
    call.console().ok();
    call.console().progress("");
    view.print();
  }

  /// Prints what `--output` asks for; false when that is text.
  static boolean printed(Call call, App app) {
    switch (call.output()) {
      case Output.Text() -> {
        return false;
      }
      case Output.Url() -> call.console().print(String.valueOf(app.endpoint()));
      case Output.ProjectUrl() -> call.console().print(String.valueOf(app.endpointInternal()));
      case Output.Name() -> call.output().print(call.console(), Kube.app(app));
      case Output.Json() -> call.output().print(call.console(), Kube.app(app));
      case Output.Yaml() -> call.output().print(call.console(), Kube.app(app));
      case Output.Selection(_, _) -> call.output().print(call.console(), Kube.app(app));
    }
    return true;
  }

  private static void delete(Call call) {
    boolean waits = call.options().waits(false);
    if (!Deletion.agreed(call, "application", call.name())) {
      return;
    }
    var project = call.project();
    boolean deleted =
        Deletion.delete(call, "application", call.name(), () -> project.deleteApp(call.name()));
    if (deleted && waits) {
      var patience = Duration.ofSeconds(call.options().number("wait-timeout", 600));
      if (!Waiting.in(project).until(patience, () -> isGone(call))) {
        throw new CommandFailed(
            "Application '"
                + call.name()
                + "' is not gone after "
                + patience.toSeconds()
                + " seconds");
      }
    }
    call.console().ok();
  }

  private static boolean isGone(Call call) {
    try {
      call.project().app(call.name());
      return false;
    } catch (ApiException e) {
      if (e.notFound()) {
        return true;
      }
      throw e;
    }
  }

  private static void logs(Call call) {
    call.options().exactlyOne("application", "instance");
    if (call.options().has("instance")) {
      var instance = call.options().get("instance");
      call.console().progress("Getting logs for application instance '" + instance + "'...");
      Logs.ofUserContainers(call).print(() -> List.of(instance), () -> false);
      return;
    }
    var name = call.options().get("application");
    call.console().progress("Getting logs for all instances of application '" + name + "'...");
    call.project().app(name);
    Logs.ofUserContainers(call).print(() -> instances(call, name), () -> false);
  }

  private static List<String> instances(Call call, String app) {
    var names = new ArrayList<String>();
    for (var instance : call.project().instances(app)) {
      names.add(String.valueOf(instance.name()));
    }
    return names;
  }

  private static void attempts(Call call) {
    call.console().progress("Getting attempts for application '" + call.name() + "'...");
    Attempts.print(call, call.project().appAttempts(call.name()));
  }

  private static void restart(Call call) {
    call.options().exactlyOne("application", "instance");
    if (call.options().has("instance")) {
      var instance = call.options().get("instance");
      call.console().progress("Restarting application instance '" + instance + "'...");
      call.project().restartApp(Names.appOf(instance), instance);
    } else {
      var name = call.options().get("application");
      call.console().progress("Restarting all instances of application '" + name + "'...");
      call.project().restartApp(name, null);
    }
    call.console().ok();
  }

  private static void retry(Call call) {
    call.console().progress("Trying application '" + call.name() + "' again...");
    call.project().retryApp(call.name());
    call.console().ok();
    call.console()
        .progress("Run 'windlass app get -n " + call.name() + "' to see what comes of it.");
  }

  private static void events(Call call) {
    call.options().exactlyOne("application", "instance");
    var project = call.project();
    if (call.options().has("instance")) {
      var instance = call.options().get("instance");
      call.console().progress("Getting events for application instance '" + instance + "'...");
      Events.print(
          call, instance, Events.ofInstance(project.appEvents(Names.appOf(instance)), instance));
      return;
    }
    var name = call.options().get("application");
    call.console().progress("Getting events for all instances of application '" + name + "'...");
    Events.print(call, name, project.appEvents(name));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiException;
import dev.windlass.api.Project;
import dev.windlass.api.ProjectPrototype;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `windlass project …`
final class ProjectCommands {
  private ProjectCommands() {}

  static List<Command> all() {
    return List.of(
        new Command("list", "List the projects.", "", ProjectOptions::list, ProjectCommands::list),
        new Command(
            "get",
            "Show a project.",
            "(--name NAME | --id ID)",
            ProjectOptions::get,
            ProjectCommands::get),
        new Command(
            "select",
            "Work in a project from now on.",
            "(--name NAME | --id ID)",
            ProjectOptions::select,
            ProjectCommands::select),
        new Command(
            "create",
            "Create a project and work in it.",
            "--name NAME",
            ProjectOptions::create,
            ProjectCommands::create),
        new Command(
            "delete",
            "Delete a project and all that is in it. It can be restored for seven days.",
            "(--name NAME | --id ID)",
            ProjectOptions::delete,
            ProjectCommands::delete),
        new Command(
            "restore",
            "Bring back a project that was deleted less than seven days ago.",
            "(--name NAME | --id ID)",
            ProjectOptions::restore,
            ReclamationCommands::restore),
        new Command(
            "current",
            "Show the project that you work in.",
            "",
            ProjectOptions::current,
            ProjectCommands::current));
  }

  private static void list(Call call) {
    call.console().progress("Getting projects...");
    var projects =
        Sorting.by(call.options(), call.client().projects(), Project::name, Project::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(projects, ProjectCommands::tree));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table =
        Table.of("Name", "ID", "Status", "Selected", "Tags", "Region", "Resource Group", "Age");
    for (Project project : projects) {
      table.row(
          project.name(),
          project.id(),
          project.status(),
          isSelected(call, project),
          "",
          project.region(),
          project.resourceGroupId(),
          call.age().of(project.createdAt()));
    }
    table.print(call.console());
  }

  private static boolean isSelected(Call call, Project project) {
    var selected = call.config().project();
    return selected != null && selected.id().equals(project.id());
  }

  private static Tree tree(Project project) {
    return new Tree()
        .with("name", project.name())
        .with("guid", project.id())
        .with("id", project.id())
        .with("crn", project.crn())
        .with("region_id", project.region())
        .with("resource_group_id", project.resourceGroupId())
        .with("state", project.status())
        .with("subdomain", project.subdomain())
        .with("created_at", project.createdAt());
  }

  private static void get(Call call) {
    var project = named(call);
    call.console().progress("Getting project '" + project.name() + "'...");
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), tree(project));
      return;
    }
    call.console().ok();
    call.console().progress("");
    new Sheet(0)
        .add("Name", project.name())
        .add("ID", project.id())
        .add("CRN", project.crn())
        .add("Status", project.status())
        .add("Selected", isSelected(call, project))
        .add("Subdomain", project.subdomain())
        .add("Region", project.region())
        .add("Resource Group", project.resourceGroupId())
        .add("Age", call.age().of(project.createdAt()))
        .add("Created", project.createdAt())
        .print(call.console());
    if ("active".equals(project.status())) {
      quotas(call, String.valueOf(project.id()));
    }
  }

  private static void quotas(Call call, String id) {
    call.console().print("");
    Sheet.heading(call.console(), "Quotas");
    var table = Table.of("Category", "Used", "Limit");
    call.client().quotas(id).forEach(one -> table.row(one.category(), one.used(), one.limit()));
    table.print(call.console(), "  ");
  }

  /// The project that `--name` or `--id` means.
  private static Project named(Call call) {
    var options = call.options();
    options.exactlyOne("name", "id");
    if (options.has("id")) {
      return call.client().project(options.get("id"));
    }
    var names = new ArrayList<String>();
    for (Project project : call.client().projects()) {
      if (project.name().equals(options.get("name"))) {
        return project;
      }
      names.add(project.name());
    }
    throw CommandFailed.because(
        "There is no project '" + options.get("name") + "'",
        "the projects here are: " + String.join(", ", names),
        "run 'windlass project create --name " + options.get("name") + "', or name another one");
  }

  private static void select(Call call) {
    var project = named(call);
    call.console().progress("Selecting project '" + project.name() + "'...");
    write(call, new Config.Selected(String.valueOf(project.id()), project.name()));
    call.console().ok();
  }

  private static void write(Call call, Config.@Nullable Selected selected) {
    try {
      call.config().selecting(selected).write(call.around().home());
    } catch (IOException e) {
      throw new CommandFailed("Cannot write " + Config.fileIn(call.around().home()) + ": " + e, e);
    }
  }

  private static void create(Call call) {
    boolean waits = call.options().waits(true);
    call.console().progress("Creating project '" + call.name() + "'...");
    var tags = call.options().has("tag") ? call.options().all("tag") : null;
    var project = call.client().createProject(new ProjectPrototype(call.name(), null, tags));
    call.console().progress("ID for project '" + project.name() + "' is '" + project.id() + "'.");
    if (waits) {
      project = waitUntilActive(call, project);
    }
    if (!call.options().flag("no-select")) {
      write(call, new Config.Selected(String.valueOf(project.id()), project.name()));
      call.console().progress("Now selecting project '" + project.name() + "'.");
    }
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), tree(project));
    }
    call.console().ok();
  }

  private static Project waitUntilActive(Call call, Project project) {
    var id = String.valueOf(project.id());
    if ("active".equals(project.status())) {
      return project;
    }
    call.console().progress("Waiting for project '" + project.name() + "' to be active...");
    var active =
        Waiting.in(call.client().in(id))
            .until(patience(call), () -> "active".equals(call.client().project(id).status()));
    if (!active) {
      throw new CommandFailed("Project '" + project.name() + "' is still not active; it stays");
    }
    return call.client().project(id);
  }

  private static Duration patience(Call call) {
    return Duration.ofSeconds(call.options().number("wait-timeout", 600));
  }

  private static void delete(Call call) {
    boolean waits = call.options().waits(true);
    var project = named(call);
    var id = String.valueOf(project.id());
    if (!Deletion.agreed(call, "project", project.name())) {
      return;
    }
    Deletion.delete(
        call,
        "project",
        project.name(),
        () -> call.client().deleteProject(id, call.options().flag("hard")));
    if (isSelected(call, project)) {
      write(call, null);
    }
    if (waits && !isGoneInTime(call, id)) {
      throw new CommandFailed("Project '" + project.name() + "' is still being deleted");
    }
    call.console().ok();
  }

  /// Changes in a project cannot be waited for once it is gone, which is then the answer.
  private static boolean isGoneInTime(Call call, String id) {
    if (isGone(call, id)) {
      return true;
    }
    try {
      return Waiting.in(call.client().in(id)).until(patience(call), () -> isGone(call, id));
    } catch (ApiException e) {
      if (e.notFound()) {
        return true;
      }
      throw e;
    }
  }

  private static boolean isGone(Call call, String id) {
    try {
      var status = String.valueOf(call.client().project(id).status());
      return status.equals("soft_deleted") || status.equals("hard_deleted");
    } catch (ApiException e) {
      if (e.notFound()) {
        return true;
      }
      throw e;
    }
  }

  private static void current(Call call) {
    var project = call.projectInFull();
    call.console().progress("Getting the current project context...");
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), tree(project));
      return;
    }
    call.console().ok();
    call.console().progress("");
    new Sheet(0)
        .add("Name", project.name())
        .add("ID", project.id())
        .add("Subdomain", project.subdomain())
        .add("Domain", "localhost")
        .add("Region", project.region())
        .add("API", call.client().address())
        .print(call.console());
  }
}

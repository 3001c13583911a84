// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Reclamation;
import java.time.Duration;
import java.util.List;

/// `windlass reclamation …`: projects that are soft-deleted.
final class ReclamationCommands {
  private ReclamationCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "list",
            "List the projects that can be restored.",
            "",
            ProjectOptions::list,
            ReclamationCommands::list),
        new Command(
            "get",
            "Show a project that can be restored.",
            "(--name NAME | --id ID)",
            ProjectOptions::get,
            ReclamationCommands::get),
        new Command(
            "restore",
            "Bring it back, with all that was in it.",
            "(--name NAME | --id ID)",
            ProjectOptions::restore,
            ReclamationCommands::restore),
        new Command(
            "delete",
            "Delete it for good.",
            "(--name NAME | --id ID)",
            ProjectOptions::reclaim,
            ReclamationCommands::delete));
  }

  private static Tree tree(Reclamation one) {
    return new Tree()
        .with("name", one.resourceName())
        .with("id", one.entityId())
        .with("reclamation_id", one.id())
        .with("state", one.state())
        .with("resource_group_id", one.resourceGroupId())
        .with("created_at", one.createdAt())
        .with("target_time", one.targetTime());
  }

  private static void list(Call call) {
    call.console().progress("Getting project reclamations...");
    var all =
        Sorting.by(
            call.options(),
            call.client().reclamations(),
            Reclamation::resourceName,
            Reclamation::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(all, ReclamationCommands::tree));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table =
        Table.of(
            "Name",
            "ID",
            "Reclamation ID",
            "Status",
            "Region",
            "Resource Group",
            "Age",
            "Time to Hard Deletion");
    for (Reclamation one : all) {
      table.row(
          one.resourceName(),
          one.entityId(),
          one.id(),
          "soft deleted",
          "local",
          one.resourceGroupId(),
          call.age().of(one.createdAt()),
          left(call, one));
    }
    table.print(call.console());
  }

  private static String left(Call call, Reclamation one) {
    var end = Age.parse(String.valueOf(one.targetTime()));
    var left = Duration.between(call.age().now(), end);
    return left.isNegative() ? "now" : Age.of(left);
  }

  private static void get(Call call) {
    var one = named(call);
    call.console().progress("Getting project reclamation '" + one.resourceName() + "'...");
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), tree(one));
      return;
    }
    call.console().ok();
    call.console().progress("");
    new Sheet(0)
        .add("Name", one.resourceName())
        .add("ID", one.entityId())
        .add("Reclamation ID", one.id())
        .add("Status", "soft deleted")
        .add("Deleted", one.createdAt())
        .add("Time to Hard Deletion", left(call, one))
        .print(call.console());
  }

  private static Reclamation named(Call call) {
    call.options().exactlyOne("name", "id");
    boolean byId = call.options().has("id");
    var wanted = call.options().get(byId ? "id" : "name");
    return call.client().reclamations().stream()
        .filter(one -> wanted.equals(byId ? one.entityId() : one.resourceName()))
        .findFirst()
        .orElseThrow(() ->
            CommandFailed.because(
                "No deleted project is called '" + wanted + "'",
                "it was never deleted, or is gone for good",
                "run 'windlass reclamation list' to see what can be restored"));
  }

  static void restore(Call call) {
    var one = named(call);
    call.console().progress("Restoring project '" + one.resourceName() + "'...");
    call.client().reclamation(one.id(), "restore");
    call.console().ok();
    call.console()
        .progress("Run 'windlass project select --name " + one.resourceName() + "' to work in it.");
  }

  private static void delete(Call call) {
    var one = named(call);
    if (Deletion.agreed(call, "project", one.resourceName() + " for good")) {
      call.console().progress("Deleting project '" + one.resourceName() + "' for good...");
      call.client().reclamation(one.id(), "reclaim");
      call.console().ok();
    }
  }
}

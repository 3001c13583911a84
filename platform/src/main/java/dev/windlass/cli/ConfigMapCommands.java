// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ConfigMap;
import dev.windlass.api.ConfigMapPrototype;
import dev.windlass.api.ConfigMapReplacement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `windlass configmap …`
final class ConfigMapCommands {
  private ConfigMapCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "create",
            "Create a configmap.",
            "--name NAME",
            ContentOptions::configMapCreate,
            ConfigMapCommands::create),
        new Command(
            "get",
            "Show a configmap.",
            "--name NAME",
            () -> CommonOptions.get("configmap"),
            ConfigMapCommands::get),
        new Command(
            "list",
            "List the configmaps of the project.",
            "",
            CommonOptions::list,
            ConfigMapCommands::list),
        new Command(
            "update",
            "Change what a configmap holds.",
            "--name NAME",
            ContentOptions::configMapUpdate,
            ConfigMapCommands::update),
        new Command(
            "delete",
            "Delete a configmap.",
            "--name NAME",
            () -> CommonOptions.delete("configmap"),
            ConfigMapCommands::delete));
  }

  private static void create(Call call) {
    var data = content(call, Map.of());
    call.console().progress("Creating configmap '" + call.name() + "'...");
    done(call, call.project().createConfigMap(new ConfigMapPrototype(call.name(), data)));
  }

  private static void update(Call call) {
    content(call.options()); // so that misuse is told before all else
    var before = call.project().configMap(call.name());
    var held = before.data();
    var data = content(call, held == null ? Map.of() : held);
    call.console().progress("Updating configmap '" + call.name() + "'...");
    var wanted = new ConfigMapReplacement(data);
    done(call, call.project().replaceConfigMap(call.name(), before.entityTag(), wanted));
  }

  private static Map<String, String> content(Call call, Map<String, String> before) {
    content(call.options());
    return Content.of(call.options(), before);
  }

  private static void content(Options options) {
    if (!Content.isAsked(options)) {
      throw CommandFailed.misused(
          "give what the configmap holds with --from-literal KEY=VALUE, --from-file FILE or"
              + " --from-env-file FILE");
    }
  }

  private static void done(Call call, ConfigMap map) {
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.configMap(map));
    } else {
      call.console().ok();
    }
  }

  private static void get(Call call) {
    call.console().progress("Getting configmap '" + call.name() + "'...");
    var map = call.project().configMap(call.name());
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.configMap(map));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var project = call.projectInFull();
    new Sheet(0)
        .add("Name", map.name())
        .add("ID", map.id())
        .add("Project Name", project.name())
        .add("Project ID", project.id())
        .add("Age", call.age().of(map.createdAt()))
        .add("Created", map.createdAt())
        .print(call.console());
    call.console().print("");
    Sheet.heading(call.console(), "Data");
    call.console().print("---");
    var held = map.data();
    new TreeMap<>(held == null ? Map.<String, String>of() : held)
        .forEach((key, value) -> call.console().print(key + ": " + value));
  }

  private static void list(Call call) {
    call.console().progress("Listing configmaps...");
    var maps =
        Sorting.by(
            call.options(), call.project().configMaps(), ConfigMap::name, ConfigMap::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(maps, Kube::configMap));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table = Table.of("Name", "Data", "Age");
    for (ConfigMap map : maps) {
      var held = map.data();
      table.row(map.name(), held == null ? "" : held.size(), call.age().of(map.createdAt()));
    }
    table.print(call.console());
  }

  private static void delete(Call call) {
    Deletion.run(call, "configmap", call.name(), () -> call.project().deleteConfigMap(call.name()));
  }
}

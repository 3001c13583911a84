// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Secret;
import dev.windlass.api.SecretPrototype;
import dev.windlass.api.SecretReplacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `windlass secret …`, and `windlass registry …`, which are the secrets to pull images with.
final class SecretCommands {
  private SecretCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "create",
            "Create a secret.",
            "--name NAME",
            ContentOptions::secretCreate,
            SecretCommands::create),
        new Command(
            "get",
            "Show a secret, its values only with --decode.",
            "--name NAME",
            ContentOptions::secretGet,
            SecretCommands::get),
        new Command(
            "list",
            "List the secrets of the project.",
            "",
            ContentOptions::secretList,
            SecretCommands::list),
        new Command(
            "update",
            "Change what a secret holds.",
            "--name NAME",
            ContentOptions::secretUpdate,
            SecretCommands::update),
        new Command(
            "delete",
            "Delete a secret.",
            "--name NAME",
            () -> CommonOptions.delete("secret"),
            SecretCommands::delete));
  }

  static List<Command> registry() {
    return List.of(
        new Command(
            "create",
            "Create a secret to pull images with.",
            "--name NAME --server HOST --username NAME --password TEXT",
            ContentOptions::registryCreate,
            SecretCommands::createRegistry),
        new Command(
            "get",
            "Show a registry secret.",
            "--name NAME",
            ContentOptions::secretGet,
            SecretCommands::get),
        new Command(
            "list",
            "List the registry secrets of the project.",
            "",
            CommonOptions::list,
            SecretCommands::listRegistries),
        new Command(
            "update",
            "Change a registry secret.",
            "--name NAME",
            ContentOptions::registryUpdate,
            SecretCommands::update),
        new Command(
            "delete",
            "Delete a registry secret.",
            "--name NAME",
            () -> CommonOptions.delete("registry secret"),
            SecretCommands::deleteRegistry));
  }

  private static void create(Call call) {
    var format = SecretFormat.parse(call.options().getOr("format", "generic"));
    create(call, format, format.word() + " secret '" + call.name() + "'");
  }

  private static void createRegistry(Call call) {
    create(call, SecretFormat.REGISTRY, "image registry access secret '" + call.name() + "'");
  }

  private static void create(Call call, SecretFormat format, String what) {
    var content = SecretContent.of(call, format, Map.of());
    call.console().progress("Creating " + what + "...");
    var wanted = SecretPrototype.of(format.wire(), call.name(), content);
    done(call, call.project().createSecret(wanted));
  }

  private static void update(Call call) {
    Password.of(call.options()); // so that misuse is told before all else
    var before = call.project().secret(call.name());
    var data = before.data();
    var format = SecretFormat.parse(before.format());
    var content = SecretContent.of(call, format, data == null ? Map.of() : data);
    call.console().progress("Updating " + format.word() + " secret '" + call.name() + "'...");
    var wanted = new SecretReplacement(before.format(), content);
    done(call, call.project().replaceSecret(call.name(), before.entityTag(), wanted));
  }

  private static void done(Call call, Secret secret) {
    call.console().tell(secret.preflight(), false);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.secret(secret, false));
    } else {
      call.console().ok();
    }
  }

  private static void get(Call call) {
    call.console().progress("Getting secret '" + call.name() + "'...");
    var secret = call.project().secret(call.name());
    boolean decode = call.options().flag("decode");
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.secret(secret, decode));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var project = call.projectInFull();
    new Sheet(0)
        .add("Name", secret.name())
        .add("ID", secret.id())
        .add("Format", SecretFormat.wordOf(secret.format()))
        .add("Project Name", project.name())
        .add("Project ID", project.id())
        .add("Age", call.age().of(secret.createdAt()))
        .add("Created", secret.createdAt())
        .print(call.console());
    values(call.console(), SecretFormat.stored(secret), decode);
  }

  private static void values(Console console, Map<String, String> values, boolean decode) {
    console.print("");
    Sheet.heading(console, "Data");
    console.print("---");
    values.forEach((key, value) -> console.print(key + ": " + (decode ? value : Kube.REDACTED)));
  }

  private static void list(Call call) {
    call.console().progress("Listing secrets...");
    var options = call.options();
    var format = options.has("format") ? SecretFormat.parse(options.get("format")).wire() : null;
    print(call, hideOwn(options, call.project().secrets(format)));
  }

  private static List<Secret> hideOwn(Options options, List<Secret> secrets) {
    var shown = new ArrayList<>(secrets);
    if (!options.flag("all")) {
      shown.removeIf(secret -> "system".equals(secret.generatedBy()));
    }
    return shown;
  }

  private static void listRegistries(Call call) {
    call.console().progress("Listing image registry access secrets...");
    print(call, call.project().secrets("registry"));
  }

  private static void print(Call call, List<Secret> found) {
    var secrets = Sorting.by(call.options(), found, Secret::name, Secret::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(secrets, secret -> Kube.secret(secret, false)));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table = Table.of("Name", "Format", "Data", "Age");
    for (Secret secret : secrets) {
      var data = secret.data();
      table.row(
          secret.name(),
          SecretFormat.wordOf(secret.format()),
          data == null ? "" : data.size(),
          call.age().of(secret.createdAt()));
    }
    table.print(call.console());
  }

  private static void delete(Call call) {
    Deletion.run(call, "secret", call.name(), () -> call.project().deleteSecret(call.name()));
  }

  private static void deleteRegistry(Call call) {
    Deletion.run(
        call, "registry secret", call.name(), () -> call.project().deleteSecret(call.name()));
  }
}

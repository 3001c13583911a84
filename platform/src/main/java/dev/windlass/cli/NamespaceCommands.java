// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Fields;
import dev.windlass.registry.api.Namespace;
import dev.windlass.registry.api.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `windlass cr namespace-…`
final class NamespaceCommands {
  private static final Set<String> VISIBILITIES = Set.of("open", "public", "private");
  private static final Option NAME = Option.word("NAMESPACE", "The name of the namespace.");

  private NamespaceCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "namespace-add",
            "Add a namespace.",
            "NAMESPACE",
            () -> options(Option.one("GROUP", "A resource group.", "--group", "-g").notBuilt()),
            NamespaceCommands::add),
        new Command(
            "namespace-set",
            "Say who may use a namespace, or where its images come from.",
            "NAMESPACE",
            () -> options(Option.flag("Take images from nowhere else any more.", "--no-upstream")),
            NamespaceCommands::set),
        new Command(
                "namespace-list",
                "List the namespaces.",
                "",
                () ->
                    List.of(
                        Option.flag("Also how they are set.", "--verbose", "-v"),
                        RegistryCommands.OUTPUT),
                NamespaceCommands::list)
            .orCalled("namespaces"),
        new Command(
            "namespace-rm",
            "Delete a namespace with all its images, also those in the trash.",
            "NAMESPACE",
            () -> List.of(NAME, RegistryCommands.FORCE, CommonOptions.QUIET),
            NamespaceCommands::remove));
  }

  private static List<Option> options(Option other) {
    return List.of(
        NAME,
        Option.one(
            "VISIBILITY",
            "open: everybody on this machine may pull and push; public: everybody may pull;"
                + " private: only with a key.",
            "--visibility"),
        Option.one(
            "URL", "Hand out images of this registry, and keep them.", "--upstream", "--from"),
        Option.one("NAME", "Who to be there.", "--upstream-username"),
        Option.one(
            "FILE",
            "The password, from the first line of a file.",
            "--upstream-password-from-file"),
        other,
        CommonOptions.QUIET);
  }

  private static void add(Call call) {
    var name = call.options().get("namespace");
    var rules = rules(call.options());
    call.console().progress("Adding namespace '" + name + "'...");
    call.registry().addNamespace(name, rules);
    RegistryCommands.done(call.console(), "Successfully added namespace '" + name + "'");
  }

  private static void set(Call call) {
    var name = call.options().get("namespace");
    var rules = rules(call.options());
    if (rules.isEmpty()) {
      throw CommandFailed.misused(
          "say what to change with --visibility, --upstream or --no-upstream");
    }
    call.console().progress("Setting namespace '" + name + "'...");
    call.registry().changeNamespace(name, rules);
    RegistryCommands.done(call.console(), "Successfully set namespace '" + name + "'");
  }

  private static Fields rules(Options options) {
    var rules = new Fields();
    if (options.has("visibility")) {
      rules.set("visibility", visibility(options.get("visibility")));
    }
    options.atMostOne("upstream", "no-upstream");
    if (options.has("upstream")) {
      rules.set("upstream", upstream(options));
    } else if (options.has("upstream-username") || options.has("upstream-password-from-file")) {
      throw CommandFailed.misused("a username and a password go with --upstream URL");
    }
    return options.flag("no-upstream") ? rules.remove("upstream") : rules;
  }

  private static String visibility(String text) {
    var visibility = text.toLowerCase(Locale.ROOT);
    if (!VISIBILITIES.contains(visibility)) {
      throw CommandFailed.misused(
          "--visibility is '" + text + "', needs to be open, public or private");
    }
    return visibility;
  }

  private static Upstream upstream(Options options) {
    var file = options.getOr("upstream-password-from-file", "");
    return new Upstream(
        options.get("upstream"),
        options.has("upstream-username") ? options.get("upstream-username") : null,
        file.isEmpty() ? null : Content.readLine(file));
  }

  private static void list(Call call) {
    call.console().progress("Listing namespaces in registry '" + call.target().name() + "'...");
    if (call.options().flag("verbose")) {
      details(call);
    } else {
      names(call);
    }
  }

  private static void names(Call call) {
    var names = call.registry().namespaceNames();
    if (RegistryCommands.printed(call, names)) {
      return;
    }
    var table = Table.of("Namespace");
    names.forEach(table::row);
    table.print(call.console());
    RegistryCommands.end(call.console());
  }

  private static void details(Call call) {
    var namespaces = call.registry().namespaces();
    if (RegistryCommands.printed(call, namespaces)) {
      return;
    }
    var ago = new Ago(call.around().clock().instant());
    var table = Table.of("Namespace", "Resource Group", "Created", "Visibility", "Upstream");
    for (Namespace namespace : namespaces) {
      table.row(
          namespace.name(),
          namespace.resourceGroup(),
          ago.of(namespace.createdDate()),
          namespace.visibility(),
          upstream(namespace));
    }
    table.print(call.console());
    RegistryCommands.end(call.console());
  }

  private static String upstream(Namespace namespace) {
    var upstream = namespace.upstream();
    if (upstream == null) {
      return "-";
    }
    return upstream.username() == null
        ? upstream.url()
        : upstream.url() + " as " + upstream.username();
  }

  private static void remove(Call call) {
    var name = call.options().get("namespace");
    var question =
        "Removing the namespace '"
            + name
            + "' deletes all its images, also those in the trash, and cannot be undone. Do you want"
            + " to continue?";
    if (!call.options().flag("force") && !call.console().agrees(question)) {
      return;
    }
    call.console().progress("Removing namespace '" + name + "'...");
    call.registry().deleteNamespace(name);
    RegistryCommands.done(call.console(), "Successfully removed namespace '" + name + "'");
  }
}

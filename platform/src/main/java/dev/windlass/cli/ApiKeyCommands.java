// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.registry.api.Access;
import dev.windlass.registry.api.ApiKey;
import dev.windlass.registry.api.ApiKeyPrototype;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `windlass cr api-key-…`: keys that may do less than everything.
final class ApiKeyCommands {
  private static final List<String> ROLES = List.of("Reader", "Writer", "Manager");

  private ApiKeyCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "api-key-create",
            "Make a key, and show it once.",
            "NAME --access NAMESPACE=ROLE,...",
            () ->
                List.of(
                    Option.word("NAME", "What to call it."),
                    Option.many(
                            "NAMESPACE=ROLE,...",
                            "What it may do there: Reader, Writer, Manager; the namespace * stands"
                                + " for all of them and for the account.",
                            "--access",
                            "-a")
                        .mustBeGiven(),
                    RegistryCommands.OUTPUT,
                    CommonOptions.QUIET),
            ApiKeyCommands::create),
        new Command(
                "api-key-list",
                "List the keys, without the keys themselves.",
                "",
                () -> List.of(RegistryCommands.OUTPUT),
                ApiKeyCommands::list)
            .orCalled("api-keys"),
        new Command(
            "api-key-rm",
            "Make a key worthless, at once.",
            "ID",
            () ->
                List.of(
                    Option.word("ID", "The id of the key, as api-key-list shows it."),
                    RegistryCommands.FORCE,
                    CommonOptions.QUIET),
            ApiKeyCommands::remove));
  }

  private static void create(Call call) {
    var access = call.options().all("access").stream().map(ApiKeyCommands::access).toList();
    call.console().progress("Creating API key '" + call.name() + "'...");
    var made = call.registry().createKey(new ApiKeyPrototype(call.name(), access));
    if (RegistryCommands.printed(call, made)) {
      return;
    }
    new Sheet(0).add("ID", made.id()).add("API key", made.key()).print(call.console());
    RegistryCommands.done(call.console(), "Keep the key now: it cannot be shown again.");
  }

  private static Access access(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw CommandFailed.misused("--access is '" + text + "', needs to look like shop=Reader");
    }
    var roles = new ArrayList<String>();
    for (var word : text.substring(equals + 1).split(",", -1)) {
      roles.add(role(word.strip()));
    }
    return new Access(text.substring(0, equals), roles);
  }

  private static String role(String word) {
    for (var role : ROLES) {
      if (role.toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT))) {
        return role;
      }
    }
    throw CommandFailed.misused(
        "'" + word + "' is not a role; there are " + String.join(", ", ROLES));
  }

  private static void list(Call call) {
    call.console().progress("Listing API keys...");
    var keys = call.registry().keys();
    if (RegistryCommands.printed(call, keys)) {
      return;
    }
    var ago = new Ago(call.around().clock().instant());
    var table = Table.of("ID", "Name", "Access", "Created");
    for (ApiKey key : keys) {
      table.row(
          key.id(),
          key.name(),
          String.join(" ", key.access().stream().map(ApiKeyCommands::words).toList()),
          ago.of(key.createdAt()));
    }
    table.print(call.console());
    RegistryCommands.end(call.console());
  }

  private static String words(Access access) {
    return access.namespace() + "=" + String.join(",", access.roles());
  }

  private static void remove(Call call) {
    var id = call.options().get("id");
    var question =
        "Whoever uses the key '" + id + "' is locked out at once. Do you want to continue?";
    if (!call.options().flag("force") && !call.console().agrees(question)) {
      return;
    }
    call.console().progress("Deleting API key '" + id + "'...");
    call.registry().deleteKey(id);
    RegistryCommands.done(call.console(), "Successfully deleted API key '" + id + "'.");
  }
}

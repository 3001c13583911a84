// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiKey;
import dev.windlass.api.ApiKeyPrototype;
import dev.windlass.api.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `windlass api-key …`: keys for the API of the engine.
final class EngineKeyCommands {
  private static final Pattern LASTS = Pattern.compile("([1-9][0-9]{0,4})([hd])");

  private EngineKeyCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "create",
            "Make an API key. It is shown once.",
            "--name NAME",
            () ->
                List.of(
                    CommonOptions.name("API key"),
                    Option.one("ROLE", "Viewer, Editor or Manager.", "--role", "-r")
                        .preset("Editor"),
                    Option.one("PROJECT", "Only for this project.", "--project", "-p"),
                    Option.one(
                        "TIME", "How long it is good, as in 12h or 30d.", "--expires-in", "-e"),
                    Option.one("FILE", "Write it there instead of showing it.", "--file", "-f"),
                    CommonOptions.OUTPUT,
                    CommonOptions.QUIET),
            EngineKeyCommands::create),
        new Command("list", "List the API keys.", "", CommonOptions::list, EngineKeyCommands::list),
        new Command(
            "delete",
            "Revoke an API key. It ends at once, and so do tokens made of it.",
            "--name NAME",
            () ->
                List.of(
                    CommonOptions.name("API key, or its id"),
                    CommonOptions.FORCE,
                    CommonOptions.IGNORE_NOT_FOUND,
                    CommonOptions.QUIET),
            EngineKeyCommands::delete));
  }

  private static void create(Call call) {
    var options = call.options();
    call.console().progress("Creating API key '" + call.name() + "'...");
    var made =
        call.client()
            .createApiKey(
                new ApiKeyPrototype(
                    call.name(), options.getOr("role", "Editor"), projectId(call), end(call)));
    var key = String.valueOf(made.apikey());
    if (options.has("file")) {
      write(Path.of(options.get("file")), key);
      call.console()
          .progress("The key is in " + options.get("file") + ", where its owner can read it.");
    } else if (call.output().isForPrograms()) {
      call.output().print(call.console(), tree(made).with("apikey", key));
    } else {
      call.console().progress("It is shown this once; keep it:");
      call.console().print(key);
    }
    call.console().ok();
  }

  private static void write(Path file, String key) {
    try {
      OwnFile.replace(file, key + "\n");
    } catch (IOException e) {
      throw new CommandFailed("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable String projectId(Call call) {
    if (!call.options().has("project")) {
      return null;
    }
    var name = call.options().get("project");
    return call.client().projects().stream()
        .filter(project -> name.equals(project.name()) || name.equals(project.id()))
        .map(Project::id)
        .findFirst()
        .orElseThrow(() ->
            CommandFailed.because(
                "There is no project '" + name + "'",
                "--project names it",
                "run 'windlass project list' to see which there are"));
  }

  private static @Nullable String end(Call call) {
    if (!call.options().has("expires-in")) {
      return null;
    }
    var text = call.options().get("expires-in");
    var lasts = LASTS.matcher(text);
    if (!lasts.matches()) {
      throw CommandFailed.misused("--expires-in is '" + text + "', needs to look like 12h or 30d");
    }
    long number = Long.parseLong(lasts.group(1));
    var time = lasts.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
    return call.around().clock().instant().truncatedTo(ChronoUnit.SECONDS).plus(time).toString();
  }

  private static Tree tree(ApiKey key) {
    return new Tree()
        .with("id", key.id())
        .with("name", key.name())
        .with("role", key.role())
        .with("project_id", key.projectId())
        .with("created_at", key.createdAt())
        .with("expires_at", key.expiresAt())
        .with("last_used_at", key.lastUsedAt());
  }

  private static void list(Call call) {
    call.console().progress("Listing API keys...");
    var keys = Sorting.by(call.options(), call.client().apiKeys(), ApiKey::name, ApiKey::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(keys, EngineKeyCommands::tree));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table = Table.of("Name", "ID", "Role", "Project ID", "Age", "Last Used", "Expires");
    for (ApiKey key : keys) {
      table.row(
          key.name(),
          key.id(),
          key.role(),
          key.projectId() == null ? "all" : key.projectId(),
          call.age().of(key.createdAt()),
          key.lastUsedAt() == null ? "never" : call.age().of(key.lastUsedAt()),
          key.expiresAt() == null ? "never" : key.expiresAt());
    }
    table.print(call.console());
  }

  private static void delete(Call call) {
    Deletion.run(call, "API key", call.name(), () -> call.client().deleteApiKey(id(call)));
  }

  /// The id of what was named, unless several have that name.
  private static String id(Call call) {
    var named =
        call.client().apiKeys().stream()
            .filter(key -> key.name().equals(call.name()) || key.id().equals(call.name()))
            .map(ApiKey::id)
            .toList();
    if (named.size() > 1) {
      throw CommandFailed.because(
          named.size() + " API keys have the name '" + call.name() + "'",
          "names need not be unique",
          "give the id of one: " + String.join(", ", named));
    }
    return named.isEmpty() ? call.name() : named.getFirst();
  }
}

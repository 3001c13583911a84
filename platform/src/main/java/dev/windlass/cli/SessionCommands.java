// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Client;
import dev.windlass.tls.Trusted;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `windlass login`, `logout` and `target`: which engine this user talks to, and as whom.
final class SessionCommands {
  private SessionCommands() {}

  static List<Single> all() {
    return List.of(login(), logout(), target());
  }

  private static Single login() {
    return new Single(
        "login",
        "Talk to an engine with an API key from now on.",
        "[--apikey KEY | --apikey-from-file FILE]",
        () ->
            List.of(
                Option.one("KEY", "The API key. Without it, it is asked for.", "--apikey"),
                Option.one("FILE", "The API key, from a file.", "--apikey-from-file"),
                Option.one("URL", "The engine; default: the one from last time.", "--api", "-a"),
                Option.one(
                    "FILE",
                    "The certificate of whoever signed the engine's own, as PEM: the file tls/ca.pem"
                        + " of an engine that was started with --tls on.",
                    "--certificate-authority",
                    "--ca"),
                Option.one("NAME", "The project to work in.", "--project", "-p"),
                CommonOptions.QUIET),
        SessionCommands::login);
  }

  /// The one that is given, or the one that this engine had before.
  private static @Nullable String authority(Call call, Optional<Config> before) {
    if (!call.options().has("certificate-authority")) {
      return before.map(Config::authority).orElse(null);
    }
    var file = call.options().get("certificate-authority");
    try {
      var pem = Content.read(file);
      Trusted.byThisProcess(pem);
      return pem;
    } catch (IOException e) {
      throw CommandFailed.because(
          "Cannot trust what is in " + file,
          String.valueOf(e.getMessage()),
          "give the file tls/ca.pem from the engine's state folder");
    }
  }

  private static int login(Call call) {
    var before = Config.in(call.around().home());
    var api =
        Optional.ofNullable(call.options().has("api") ? call.options().get("api") : null)
            .or(() -> before.map(Config::api))
            .orElseThrow(() -> CommandFailed.misused("say which engine with --api URL"));
    var key = key(call);
    var authority = authority(call, before.filter(known -> known.api().equals(api)));
    var client = Client.at(URI.create(api), key);
    call.console().progress("Authenticating at " + api + "...");
    var projects = client.projects(); // a key that is not good should not be written down
    var wanted = call.options().has("project") ? call.options().get("project") : null;
    var selected =
        projects.stream()
            .filter(project -> wanted == null || wanted.equals(project.name()))
            .min((one, other) ->
                Boolean.compare(!isBefore(before, one.id()), !isBefore(before, other.id())))
            .map(project -> new Config.Selected(String.valueOf(project.id()), project.name()));
    if (wanted != null && selected.isEmpty()) {
      throw CommandFailed.because(
          "There is no project '" + wanted + "' that this key may see",
          "it sees " + projects.size() + " projects",
          "leave --project out, and run 'windlass project list'");
    }
    write(call, new Config(api, key, selected.orElse(null), authority));
    call.console().ok();
    return 0;
  }

  private static boolean isBefore(Optional<Config> before, @Nullable String id) {
    return before
        .map(Config::project)
        .map(Config.Selected::id)
        .filter(was -> was.equals(id))
        .isPresent();
  }

  private static String key(Call call) {
    var options = call.options();
    if (options.has("apikey") && options.has("apikey-from-file")) {
      throw CommandFailed.misused("--apikey and --apikey-from-file exclude each other");
    }
    if (options.has("apikey-from-file")) {
      return Content.readLine(options.get("apikey-from-file"));
    }
    return options.has("apikey") ? options.get("apikey") : call.console().readSecret("API key");
  }

  private static void write(Call call, Config config) {
    try {
      config.write(call.around().home());
    } catch (IOException e) {
      throw new CommandFailed("Cannot write " + Config.fileIn(call.around().home()) + ": " + e, e);
    }
  }

  private static Single logout() {
    return new Single(
        "logout",
        "Forget the API key that was used last.",
        "",
        () -> List.of(CommonOptions.QUIET),
        SessionCommands::logout);
  }

  private static int logout(Call call) {
    call.console().progress("Logging out...");
    Config.in(call.around().home()).ifPresent(config -> write(call, config.loggedOut()));
    call.console().ok();
    return 0;
  }

  private static Single target() {
    return new Single(
        "target",
        "Show the engine and the project that commands work with.",
        "",
        () -> List.of(CommonOptions.OUTPUT, CommonOptions.QUIET),
        SessionCommands::target);
  }

  private static int target(Call call) {
    var config = call.config();
    var project = config.project();
    if (call.output().isForPrograms()) {
      call.output()
          .print(
              call.console(),
              new Tree()
                  .with("api_endpoint", config.api())
                  .with("project", project == null ? null : project.name())
                  .with("project_id", project == null ? null : project.id()));
      return 0;
    }
    new Sheet(0)
        .add("API endpoint", config.api())
        .add("Region", "local")
        .add(
            "Project",
            project == null ? "none; windlass project select --name NAME" : project.name())
        .add("Project ID", project == null ? "" : project.id())
        .print(call.console());
    return 0;
  }
}

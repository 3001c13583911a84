// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `windlass cr login`: lets docker or podman pull and push with our key.
final class LoginCommand {
  private static final String USERNAME = "iamapikey";
  private static final Set<String> CLIENTS = Set.of("docker", "podman");

  private LoginCommand() {}

  static Command command() {
    return new Command(
        "login",
        "Let docker or podman pull and push with your key.",
        "",
        () ->
            List.of(
                Option.one(
                    "CLIENT",
                    "docker, or podman, which also means buildah and skopeo. Default: docker where"
                        + " it is installed, else podman.",
                    "--client"),
                CommonOptions.QUIET),
        LoginCommand::login);
  }

  private static void login(Call call) {
    var variables = call.around().variables();
    var client =
        call.options().getOr("client", isInstalled("docker", variables) ? "docker" : "podman");
    if (!CLIENTS.contains(client)) {
      throw CommandFailed.misused("--client is '" + client + "', needs to be docker or podman");
    }
    var target = call.target();
    call.console().progress("Logging '" + client + "' in to '" + target.name() + "'...");
    target.client().settings(); // a key that is not good should not be written down
    var file = store(client, target, variables);
    call.console().progress("Logged in to '" + target.name() + "'.");
    call.console().progress("The key is in " + file + ", where its owner can read it.");
    call.console().progress("");
    call.console().ok();
  }

  private static Path store(String client, Target target, Map<String, String> variables) {
    try {
      var file =
          client.equals("docker") ? AuthFile.ofDocker(variables) : AuthFile.ofPodman(variables);
      file.store(target.name(), USERNAME, target.key());
      return file.path();
    } catch (IOException e) {
      throw new CommandFailed("The key could not be stored: " + e.getMessage(), e);
    }
  }

  private static boolean isInstalled(String program, Map<String, String> variables) {
    for (var folder : variables.getOrDefault("PATH", "").split(":", -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}

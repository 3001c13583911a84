// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Client;
import dev.windlass.api.Project;
import dev.windlass.api.ProjectClient;
import dev.windlass.api.registry.RegistryClient;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call of a command: its options, where it prints, and the API that it talks to, which is
/// reached only when somebody asks for it.
final class Call {
  private final Options options;
  private final Surroundings around;
  private final Console console;
  private final Output output;
  private final List<String> extras;
  private @Nullable Config config;
  private @Nullable Client client;
  private @Nullable Target target;

  /// @param extras the names of the commands that somebody else runs
  Call(Options options, Surroundings around, Console console, List<String> extras) {
    this.extras = extras;
    this.options = options;
    this.around = around;
    this.console = console;
    this.output = Output.parse(options.getOr("output", ""));
    if (options.flag("quiet") || output.isForPrograms()) {
      console.quiet();
    }
  }

  Options options() {
    return options;
  }

  Surroundings around() {
    return around;
  }

  Console console() {
    return console;
  }

  List<String> extras() {
    return extras;
  }

  Output output() {
    return output;
  }

  Age age() {
    return new Age(around.clock().instant());
  }

  String name() {
    return options.get("name");
  }

  Config config() {
    if (config == null) {
      config = Config.read(around.home());
    }
    return config;
  }

  Client client() {
    if (client == null) {
      if (config().apiKey().isEmpty()) {
        throw CommandFailed.because(
            "You are logged out",
            "'windlass logout' has forgotten the key",
            "run 'windlass login', or 'windlass up' as who runs the engine");
      }
      client = Client.at(URI.create(config().api()), config().apiKey());
    }
    return client;
  }

  Config.Selected selected() {
    var selected = config().project();
    if (selected == null) {
      throw CommandFailed.because(
          "No project is selected",
          "this command works in a project",
          "run 'windlass project list', then 'windlass project select --name NAME'");
    }
    return selected;
  }

  /// The registry that `windlass cr` works with.
  Target target() {
    if (target == null) {
      target = Target.of(this);
    }
    return target;
  }

  RegistryClient registry() {
    return target().client();
  }

  ProjectClient project() {
    return client().in(selected().id());
  }

  /// The selected project as the API knows it.
  Project projectInFull() {
    return client().project(selected().id());
  }
}

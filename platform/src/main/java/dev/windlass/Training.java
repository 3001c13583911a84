// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.cli.Cli;
import dev.windlass.cli.Config;
import dev.windlass.cli.Surroundings;
import dev.windlass.engine.Kind;
import dev.windlass.engine.SqliteStore;
import dev.windlass.image.Mirrors;
import dev.windlass.image.Secret;
import dev.windlass.registry.store.Account;
import dev.windlass.server.ApiServer;
import dev.windlass.server.Engine;
import dev.windlass.server.ProjectLife;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Does what is done every day, in a temporary folder, while the JVM watches and writes down what a
/// quick start needs.
final class Training {
  private Training() {}

  /// Starts a whole engine and stops it.
  static int ofEngine() throws IOException, InterruptedException {
    var scratch = Files.createTempDirectory("windlass-training-");
    try {
      var wishes =
          new Daemon.Wishes(
              new StateFolder.Ports(0, 0, 0, 0),
              Set.of(),
              Account.Plan.STANDARD,
              Mirrors.NONE,
              new Daemon.ImageCache("none", "85,80"));
      Daemon.start(StateFolder.at(scratch.resolve("state")), wishes, scratch.resolve("home"))
          .close();
      return 0;
    } finally {
      Daemon.delete(scratch);
    }
  }

  /// Calls commands against an API that nothing runs behind, so that anybody may.
  static int ofCli() throws IOException {
    var scratch = Files.createTempDirectory("windlass-training-");
    var key = new Secret("training");
    var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var store = SqliteStore.open(scratch.resolve("windlass.db"))) {
      ProjectLife.first(store, "default");
      var engine = new Engine("", anywhere, "", "");
      try (var api = ApiServer.start(anywhere, store, new NoDriver(), engine, key)) {
        var project = store.list(Kind.PROJECT, "").getFirst();
        new Config(
                "http://127.0.0.1:" + api.address().getPort(),
                key.reveal(),
                new Config.Selected(project.key().name(), "default"))
            .write(scratch);
        commands().forEach(command -> call(command, scratch));
      }
      return 0;
    } finally {
      Daemon.delete(scratch);
    }
  }

  private static List<String> commands() {
    return List.of(
        "project list",
        "app create --name web --image localhost:5000/samples/hello --no-wait",
        "app list",
        "app get --name web",
        "app update --name web --env A=b --no-wait",
        "app events --application web",
        "revision list",
        "job create --name job --image localhost:5000/samples/job",
        "job list",
        "jobrun submit --job job",
        "jobrun list",
        "registry list",
        "secret list",
        "configmap create --name map --from-literal a=b",
        "app delete --name web --force",
        "help");
  }

  private static void call(String command, Path home) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    var here = Surroundings.ofProcess();
    var around =
        new Surroundings(
            here.in(), nowhere, nowhere, here.variables(), home, here.clock(), here.terminal());
    Cli.run(command.split(" "), around, List.of());
  }
}

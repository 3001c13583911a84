// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import com.sun.net.httpserver.HttpServer;
import dev.windlass.cli.Cli;
import dev.windlass.cli.Config;
import dev.windlass.cli.Surroundings;
import dev.windlass.engine.Kind;
import dev.windlass.engine.SqliteStore;
import dev.windlass.engine.app.Rung;
import dev.windlass.engine.app.Standby;
import dev.windlass.engine.job.Capacity;
import dev.windlass.identity.Identity;
import dev.windlass.identity.Keys;
import dev.windlass.image.Credential;
import dev.windlass.image.Credentials;
import dev.windlass.image.LocalImages;
import dev.windlass.image.Mirrors;
import dev.windlass.image.Progress;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import dev.windlass.image.Secret;
import dev.windlass.ingress.Backend;
import dev.windlass.ingress.Ingress;
import dev.windlass.ingress.IngressLimits;
import dev.windlass.ingress.Protocol;
import dev.windlass.ingress.Route;
import dev.windlass.ingress.Routes;
import dev.windlass.registry.Access;
import dev.windlass.registry.EmbeddedRegistry;
import dev.windlass.registry.store.Account;
import dev.windlass.samples.Samples;
import dev.windlass.server.ApiServer;
import dev.windlass.server.Engine;
import dev.windlass.server.ProjectLife;
import dev.windlass.server.Quotas;
import dev.windlass.token.Seal;
import dev.windlass.token.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Does what is done every day, in a temporary folder, while the JVM watches and writes down what a
/// quick start needs.
final class Training {
  private static final int PULLS = 30;
  private static final int REQUESTS = 3_000;

  private Training() {}

  /// Starts a whole engine and stops it; then pulls, and asks an app, until that is quick.
  static int ofEngine() throws IOException, InterruptedException {
    var scratch = Files.createTempDirectory("windlass-training-");
    try {
      var wishes =
          new Daemon.Wishes(
              new StateFolder.Ports(0, 0, 0, 0, 0),
              Set.of(),
              Account.Plan.STANDARD,
              Mirrors.NONE,
              new Daemon.ImageCache("none", "85,80"),
              Optional.empty(),
              Quotas.STANDARD,
              false,
              Duration.ofMinutes(1),
              new Standby(Rung.COLD, 0),
              Witnesses.NONE,
              Capacity.MACHINE);
      Daemon.start(StateFolder.at(scratch.resolve("state")), wishes, scratch.resolve("home"))
          .close();
      pull(scratch);
      ask();
      return 0;
    } finally {
      Daemon.delete(scratch);
    }
  }

  /// The first pull of an engine is one that somebody waits for, and most of what it does it does
  /// ten thousand times.
  private static void pull(Path scratch) throws IOException, InterruptedException {
    var key = new Secret("training");
    var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var registry =
        EmbeddedRegistry.start(
            scratch.resolve("registry"), EmbeddedRegistry.Listening.on(anywhere), Access.of(key))) {
      var host = "localhost:" + registry.address().getPort();
      Samples.fill(URI.create("http://" + host), Optional.of(new Credential(Access.USERNAME, key)));
      for (int i = 0; i < PULLS; i++) {
        pull(Reference.parse(host + "/samples/hello"), scratch.resolve("images-" + i));
      }
    }
  }

  private static void pull(Reference image, Path folder) throws IOException, InterruptedException {
    try (var images = LocalImages.at(folder)) {
      var resolution = images.resolve(image, Credentials.NONE, Progress.SILENT);
      if (resolution instanceof Resolution.Resolved(var pinned)) {
        var _ = images.pull(pinned, Credentials.NONE, Progress.SILENT);
      }
    }
  }

  /// The first request for an app that sleeps is one that somebody waits for, too.
  private static void ask() throws IOException, InterruptedException {
    var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var app = HttpServer.create(anywhere, 0);
    app.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    app.start();
    var routes = new Routes();
    var backend = new Backend("training", app.getAddress(), 1, Protocol.HTTP1);
    routes.replace(Map.of("127.0.0.1", new Route(List.of(backend), Duration.ofMinutes(1), "")));
    try (var ingress = Ingress.start(anywhere, routes, IngressLimits.STANDARD)) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingress.address().getPort()))
              .build();
      for (int i = 0; i < REQUESTS / 100; i++) {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
          for (int j = 0; j < 100; j++) {
            client.send(request, BodyHandlers.discarding());
          }
        }
      }
    } finally {
      app.stop(0);
    }
  }

  /// Calls commands against an API that nothing runs behind, so that anybody may.
  static int ofCli() throws IOException {
    var scratch = Files.createTempDirectory("windlass-training-");
    var key = new Secret("training");
    var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var store = SqliteStore.open(scratch.resolve("windlass.db"))) {
      ProjectLife.first(store, "default");
      var engine =
          new Engine(
              "",
              anywhere,
              anywhere,
              "localhost:5000",
              scratch.toString(),
              Quotas.STANDARD,
              Optional.empty());
      var identity =
          new Identity(
              new Keys(store, key, InstantSource.system()),
              new Seal(SigningKey.in(scratch, key.reveal())),
              InstantSource.system());
      try (var api = ApiServer.start(anywhere, store, new NoDriver(), engine, identity)) {
        var project = store.list(Kind.PROJECT, "").getFirst();
        new Config(
                "http://127.0.0.1:" + api.address().getPort(),
                key.reveal(),
                new Config.Selected(project.key().name(), "default"),
                null)
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
            here.in(),
            nowhere,
            nowhere,
            here.variables(),
            home,
            here.clock(),
            here.terminal(),
            here.errorTerminal());
    Cli.run(command.split(" "), around, List.of());
  }
}

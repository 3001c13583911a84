// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.api.Client;
import dev.windlass.api.registry.RegistryClient;
import dev.windlass.cli.Config;
import dev.windlass.cli.Version;
import dev.windlass.dns.NameServer;
import dev.windlass.engine.AlarmClock;
import dev.windlass.engine.Domains;
import dev.windlass.engine.Limits;
import dev.windlass.engine.OutboundRules;
import dev.windlass.engine.Place;
import dev.windlass.engine.Retries;
import dev.windlass.engine.SqliteStore;
import dev.windlass.engine.Vault;
import dev.windlass.engine.app.Apps;
import dev.windlass.engine.app.Standby;
import dev.windlass.engine.app.Zones;
import dev.windlass.engine.cron.CronSubscriptions;
import dev.windlass.engine.image.CachePolicy;
import dev.windlass.engine.image.DriftWatch;
import dev.windlass.engine.image.ImageCollector;
import dev.windlass.engine.image.LocalImageService;
import dev.windlass.engine.job.Capacity;
import dev.windlass.engine.job.JobLimits;
import dev.windlass.engine.job.Jobs;
import dev.windlass.identity.Identity;
import dev.windlass.identity.Keys;
import dev.windlass.image.Credential;
import dev.windlass.image.LocalImages;
import dev.windlass.image.Mirror;
import dev.windlass.image.Mirrors;
import dev.windlass.image.SafeRegistry;
import dev.windlass.image.Secret;
import dev.windlass.ingress.Entrance;
import dev.windlass.ingress.Host;
import dev.windlass.ingress.Ingress;
import dev.windlass.ingress.IngressLimits;
import dev.windlass.ingress.Routes;
import dev.windlass.registry.Access;
import dev.windlass.registry.EmbeddedRegistry;
import dev.windlass.registry.store.Account;
import dev.windlass.runtime.LocalContainers;
import dev.windlass.samples.Samples;
import dev.windlass.server.ApiServer;
import dev.windlass.server.Engine;
import dev.windlass.server.ProjectLife;
import dev.windlass.server.Quotas;
import dev.windlass.server.Reaper;
import dev.windlass.tls.Authority;
import dev.windlass.tls.ServerKeys;
import dev.windlass.tls.Trusted;
import dev.windlass.token.Seal;
import dev.windlass.token.SigningKey;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A whole engine in this process. The only place that knows all parts, and the only wiring.
///
/// Killed, it leaves its containers running, and the next one on the same folder adopts them.
/// Closed, it takes them along.
final class Daemon implements AutoCloseable {
  private static final String REGION = "local";
  private static final String DOMAIN = "localhost";
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Instant began = Instant.now();
  private final StateFolder folder;
  private Optional<Authority> authority = Optional.empty();
  private String ready = "";

  /// @param ports where to listen; 0 for any port that is free
  /// @param privateNamespaces of the registry
  /// @param plan that a new registry begins with
  /// @param mirrors that are asked for images before other registries
  /// @param cache how much room images may take
  /// @param quotas how much of each kind there may be
  /// @param passphrase that the key for secrets is made of; empty for a key in a file
  /// @param tls whether all addresses speak TLS
  /// @param scaleWindow how long an app without requests keeps its instances
  /// @param standby how it may wait then
  /// @param witnesses who is told of requests
  /// @param jobCapacity as [Capacity#parse] reads it
  record Wishes(
      StateFolder.Ports ports,
      Set<String> privateNamespaces,
      Account.Plan plan,
      Mirrors mirrors,
      ImageCache cache,
      Optional<Secret> passphrase,
      Quotas quotas,
      boolean tls,
      Duration scaleWindow,
      Standby standby,
      Witnesses witnesses,
      String jobCapacity) {}

  /// How much room images may take, in the words of the command line.
  ///
  /// @param size `50G` or `none`
  /// @param watermarks `85,80`
  record ImageCache(String size, String watermarks) {
    CachePolicy policy() {
      return CachePolicy.parse(size, watermarks);
    }

    /// Nothing when it is as usual.
    private String line() {
      return policy().equals(CachePolicy.STANDARD)
          ? ""
          : "  Images     at most %s, disk %s %%%n".formatted(size, watermarks);
    }
  }

  private Daemon(StateFolder folder) {
    this.folder = folder;
  }

  /// Returns when everything listens, the samples are in the registry, and the CLI of this user
  /// finds its way.
  static Daemon start(StateFolder folder, Wishes wishes, Path home)
      throws IOException, InterruptedException {
    var daemon = new Daemon(folder);
    try {
      daemon.begin(wishes, home);
      return daemon;
    } catch (Throwable e) {
      daemon.close();
      throw e;
    }
  }

  /// What to print for people: addresses, and what to do next.
  String ready() {
    return ready;
  }

  private void begin(Wishes wishes, Path home) throws IOException, InterruptedException {
    var key = folder.apiKey();
    authority = authority(wishes);
    var tls = serverSide();
    var pushed = new Pushed();
    var registry =
        opened(
            listening(
                "--registry-port",
                local(wishes.ports().registry()),
                address ->
                    EmbeddedRegistry.start(
                        folder.resolve("registry"),
                        new EmbeddedRegistry.Listening(
                            address, Optional.of(local(wishes.ports().registryPrivate())), tls),
                        new Access(key, wishes.privateNamespaces(), wishes.plan()),
                        pushed)));
    var routes = new Routes();
    var api = local(free(wishes.ports().api()));
    var store = opened(SqliteStore.open(folder.resolve("windlass.db"), vault(wishes)));
    var containers = containers(routes);
    var driver = driver(store, containers, routes, wishes, url(api), embedded(registry, key));
    ProjectLife.first(store, "default");
    // not before there is a route for every app: from then on requests wait
    var ingress =
        opened(
            listening(
                "--ingress-port",
                local(wishes.ports().ingress()),
                address -> ingress(address, wishes, routes, store, containers)));
    containers.http(ingress.addresses().getLast().getPort());
    var courier = ingress.courier();
    opened(
        CronSubscriptions.start(
            store,
            (project, app, path, headers, body) ->
                courier.post(new Host(Zones.of(project), app), path, headers, body),
            wishes.quotas().jobRuns(),
            InstantSource.system(),
            opened(new AlarmClock())));
    var about =
        new Engine(
            Version.NOW,
            ingress.address(),
            ingress.addresses().get(1),
            "localhost:" + registry.address().getPort(),
            folder.path().toString(),
            wishes.quotas(),
            tls);
    var identity = identity(store, key);
    opened(
        listening(
            "--port", api, address -> ApiServer.start(address, store, driver, about, identity)));
    opened(Reaper.start(store, InstantSource.system(), opened(new AlarmClock())));
    fill(registry, key);
    opened(pinning(store, registry, key, wishes.mirrors()));
    retry(store, pushed, hosts(registry), wishes.mirrors());
    remember(api, registry, ingress, wishes);
    var project = introduce(URI.create(url(api)), key, home);
    ready = readyText(api, registry, ingress, project, wishes);
    folder.announce(ready);
  }

  /// Whoever in this process is a client of ours believes it from now on.
  private Optional<Authority> authority(Wishes wishes) throws IOException, InterruptedException {
    if (!wishes.tls()) {
      return Optional.empty();
    }
    var own = Authority.in(folder.resolve("tls"), "engine " + folder.identity().id());
    Trusted.byThisProcess(own.pem());
    return Optional.of(own);
  }

  private Optional<SSLContext> serverSide() throws IOException, InterruptedException {
    return authority.isPresent() ? Optional.of(authority.get().server()) : Optional.empty();
  }

  private Optional<KeyManagerFactory> keysOfApps(Routes routes, SqliteStore store)
      throws IOException, InterruptedException {
    if (authority.isEmpty()) {
      return Optional.empty();
    }
    var domains = new Domains(store, DOMAIN, InstantSource.system());
    return Optional.of(
        ServerKeys.of(authority.get(), name -> Zones.serve(routes, name), domains::key).factory());
  }

  private LocalImages images(Wishes wishes, Set<String> own) throws IOException {
    var place = folder.resolve("images");
    var limits = dev.windlass.image.Limits.STANDARD;
    return authority.isEmpty()
        ? LocalImages.at(place, limits, wishes.mirrors())
        : LocalImages.at(
            place, limits, wishes.mirrors(), new SafeRegistry(own, authority.get().certificate()));
  }

  private Vault vault(Wishes wishes) {
    try {
      return Vault.in(folder.path(), wishes.passphrase());
    } catch (Vault.Locked e) {
      throw new Usage.Trouble(
          "The secrets of the engine cannot be opened",
          String.valueOf(e.getMessage()),
          "start it as before: windlass up --help");
    }
  }

  private Identity identity(SqliteStore store, Secret key) throws IOException {
    return new Identity(
        new Keys(store, key, InstantSource.system()),
        new Seal(SigningKey.in(folder.path(), key.reveal())),
        InstantSource.system());
  }

  /// At the private address and with the key, where few rules hold. One that refuses the samples
  /// all the same, such as a quota, is no reason not to start: it is mended by commands to the
  /// engine.
  private void fill(EmbeddedRegistry registry, Secret key) throws InterruptedException {
    var inside = URI.create(url(registry.privateAddress().orElseThrow()));
    try {
      Samples.fill(inside, Optional.of(new Credential(Access.USERNAME, key)));
    } catch (IOException e) {
      System.getLogger(Daemon.class.getName())
          .log(System.Logger.Level.WARNING, "the registry does not take the samples", e);
    }
  }

  private Pinning pinning(SqliteStore store, EmbeddedRegistry registry, Secret key, Mirrors mirrors)
      throws IOException {
    return Pinning.start(
        store,
        RegistryClient.at(URI.create(url(registry.address())), key.reveal()),
        hosts(registry),
        mirrors,
        "engine-" + folder.identity().id(),
        opened(new AlarmClock()));
  }

  /// How images name the registry.
  private static Set<String> hosts(EmbeddedRegistry registry) {
    return Stream.of(registry.address(), registry.privateAddress().orElseThrow())
        .flatMap(address ->
            Stream.of("localhost:" + address.getPort(), "127.0.0.1:" + address.getPort()))
        .collect(Collectors.toSet());
  }

  /// What could not be pulled is tried again when something in our registry has changed, and once
  /// now: whoever starts an engine again may have mended its mirrors, its proxy or its trust.
  private static void retry(SqliteStore store, Pushed pushed, Set<String> hosts, Mirrors mirrors) {
    var retries = new Retries(store, InstantSource.system());
    retries.watchSecrets();
    retries.of(_ -> true);
    pushed.tell(path ->
        retries.of(image -> {
          var place = mirrors.place(image).orElse(image);
          return hosts.contains(place.host()) && (path.isEmpty() || path.equals(place.path()));
        }));
  }

  private Embedded embedded(EmbeddedRegistry registry, Secret key) {
    var inside = registry.privateAddress().orElseThrow();
    return new Embedded(
        RegistryClient.at(URI.create(url(inside)), key.reveal()),
        hosts(registry),
        "localhost:" + inside.getPort(),
        scheme());
  }

  /// From the start of the first one they have a name server.
  private LocalContainers containers(Routes routes) throws IOException, InterruptedException {
    var containers = LocalContainers.open(folder.path(), folder.identity().id());
    open.push(() -> containers.down(GRACE));
    var inside = new Inside(containers, routes);
    var names = opened(NameServer.start(containers.gateway(), inside, Inside::nameServers));
    containers.nameServer(names.udp().getPort(), names.tcp().getPort());
    return containers;
  }

  /// Its entrances: for everybody, the private one, and the one for containers.
  private Ingress ingress(
      InetSocketAddress address,
      Wishes wishes,
      Routes routes,
      SqliteStore store,
      LocalContainers containers)
      throws IOException, InterruptedException {
    var keys = keysOfApps(routes, store);
    var inside = new Inside(containers, routes);
    return Ingress.start(
        List.of(
            Entrance.open(address, keys),
            new Entrance(local(wishes.ports().ingressPrivate()), keys, _ -> Zones.PRIVATE),
            new Entrance(
                new InetSocketAddress(containers.gateway(), 0), Optional.empty(), inside::zone)),
        routes,
        IngressLimits.STANDARD,
        wishes.witnesses().open(this::opened));
  }

  private LocalDriver driver(
      SqliteStore store,
      LocalContainers containers,
      Routes routes,
      Wishes wishes,
      String api,
      Embedded registry)
      throws IOException, InterruptedException {
    var images = opened(images(wishes, registry.hosts()));
    var place = new Place(REGION, DOMAIN, api, containers.mounts());
    var alarm = opened(new AlarmClock());
    opened(OutboundRules.start(store, containers::allow, alarm));
    var apps =
        opened(
            Apps.start(
                new Apps.Surroundings(
                    store,
                    images,
                    containers,
                    routes,
                    place.within("apps"),
                    Limits.STANDARD,
                    wishes.scaleWindow(),
                    wishes.standby(),
                    alarm,
                    InstantSource.system())));
    var jobs =
        opened(
            Jobs.open(
                store,
                images,
                containers,
                alarm,
                InstantSource.system(),
                place.within("jobs"),
                JobLimits.STANDARD,
                Capacity.parse(wishes.jobCapacity())));
    var watch =
        opened(DriftWatch.start(store, images, InstantSource.system(), DriftWatch.DAILY, alarm));
    var service =
        new LocalImageService(
            store, images, containers::list, watch, registry, InstantSource.system());
    opened(ImageCollector.start(service, wishes.cache().policy(), alarm));
    return new LocalDriver(apps, jobs, service);
  }

  /// Makes the project `default` the first time, and writes down for the CLI where we are. A
  /// project that was selected before stays so, if it is one of ours.
  private Config.Selected introduce(URI api, Secret key, Path home) throws IOException {
    var client = Client.at(api, key.reveal());
    var projects = client.projects();
    var before = Config.in(home).map(Config::project);
    var selected =
        projects.stream()
            .filter(project -> before.isPresent() && before.get().id().equals(project.id()))
            .filter(project -> "active".equals(project.status()))
            .findFirst()
            .or(() ->
                projects.stream().filter(project -> "active".equals(project.status())).findFirst())
            .orElse(projects.getFirst());
    var choice = new Config.Selected(String.valueOf(selected.id()), selected.name());
    new Config(
            api.toString(),
            key.reveal(),
            choice,
            authority.isPresent() ? authority.get().pem() : null)
        .write(home);
    return choice;
  }

  private void remember(
      InetSocketAddress api, EmbeddedRegistry registry, Ingress ingress, Wishes wishes)
      throws IOException {
    folder.remember(
        new StateFolder.Identity(
            folder.identity().id(),
            new StateFolder.Ports(
                api.getPort(),
                registry.address().getPort(),
                registry.privateAddress().orElseThrow().getPort(),
                ingress.address().getPort(),
                ingress.addresses().get(1).getPort()),
            wishes.mirrors().all().stream().map(Mirror::toString).toList(),
            wishes.cache().size(),
            wishes.cache().watermarks(),
            wishes.quotas().words(),
            wishes.tls(),
            (int) wishes.scaleWindow().toSeconds(),
            wishes.standby().highest().name().toLowerCase(Locale.ROOT),
            wishes.witnesses().accessLog(),
            wishes.witnesses().traces(),
            wishes.jobCapacity()));
  }

  private String readyText(
      InetSocketAddress api,
      EmbeddedRegistry registry,
      Ingress ingress,
      Config.Selected project,
      Wishes wishes) {
    return """
    Windlass %s is ready after %.1f s.

      API        %s
      Ingress    %s
                 %s (for apps whose visibility is private)
      Registry   localhost:%d
      Private    localhost:%d (the registry too, where pulls are free)
      Project    %s (%s)
      State      %s
    %s
    Next: windlass app create --name hello --image localhost:%d/samples/hello
    """
        .formatted(
            Version.NOW,
            Duration.between(began, Instant.now()).toMillis() / 1000.0,
            url(api),
            url(ingress.address()),
            url(ingress.addresses().get(1)),
            registry.address().getPort(),
            registry.privateAddress().orElseThrow().getPort(),
            project.name(),
            project.id(),
            folder.path(),
            wishes.mirrors().all().stream()
                    .map(mirror -> "  Mirror     %s%n".formatted(mirror))
                    .collect(Collectors.joining())
                + wishes.cache().line()
                + authority.map(own -> "  Authority  %s%n".formatted(own.certificate())).orElse(""),
            registry.address().getPort());
  }

  /// A part that listens.
  @FunctionalInterface
  private interface Listener<T> {
    T at(InetSocketAddress address) throws IOException, InterruptedException;
  }

  private static <T> T listening(String option, InetSocketAddress address, Listener<T> part)
      throws IOException, InterruptedException {
    try {
      return part.at(address);
    } catch (BindException e) {
      throw new Usage.Trouble(
          "Cannot listen on port " + address.getPort(),
          "another program does: " + e.getMessage(),
          "stop that one (ss -ltnp shows it), or give another port: windlass up %s N"
              .formatted(option));
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private String scheme() {
    return authority.isPresent() ? "https" : "http";
  }

  private String url(InetSocketAddress address) {
    return scheme() + "://" + text(address);
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /// Instances are told where the API is before it listens.
  private static int free(int port) throws IOException {
    if (port != 0) {
      return port;
    }
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Removes a folder and all in it.
  static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /// In the reverse order of opening: first nobody asks, then nobody acts, then nothing runs.
  @Override
  public void close() {
    while (!open.isEmpty()) {
      close(open.pop());
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      System.getLogger(Daemon.class.getName())
          .log(System.Logger.Level.WARNING, "could not close " + part, e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.windlass.api.AppPrototype;
import dev.windlass.api.ConfigMapPrototype;
import dev.windlass.api.SecretPrototype;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.AlarmClock;
import dev.windlass.engine.Event;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Limits;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Place;
import dev.windlass.engine.Prototypes;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Retries;
import dev.windlass.engine.SqliteStore;
import dev.windlass.ingress.Ingress;
import dev.windlass.ingress.IngressLimits;
import dev.windlass.ingress.Routes;
import dev.windlass.runtime.FakeContainers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Apps with all that is real but the containers and the registry: threads, clock, store, sockets.
@Timeout(60)
class AppsTest {
  private static final Key WEB = new Key("p1", "web");
  private static final Key FIRST = new Key("p1", "web-00001");
  private static final Key SECOND = new Key("p1", "web-00002");
  private static final Limits QUICK =
      Limits.from(
          Map.of(
              "limits.progress", "PT0.5S",
              "limits.first-restart", "PT0.05S",
              "limits.goodbye", "PT1S"));

  @TempDir private Path folder;
  private final FakeContainers containers = new FakeContainers();
  private final SimImages images = new SimImages();
  private final Routes routes = new Routes();
  private final AlarmClock alarm = new AlarmClock();
  private SqliteStore store;
  private HttpServer listener;
  private Apps apps;

  @BeforeEach
  void open() throws IOException {
    listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    listener.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    listener.start();
    containers.addresses(_ -> InetAddress.getLoopbackAddress());
    store = SqliteStore.open(folder.resolve("state.db"));
    store.create(Kind.PROJECT, new Key("", "p1"), Prototypes.project("default"));
    store.observe(
        Kind.PROJECT, new Key("", "p1"), _ -> ProjectObserved.of("active", "abcdefghijk"));
    apps = start();
  }

  private Apps start() {
    return Apps.start(
        new Apps.Surroundings(
            store,
            images,
            containers,
            routes,
            new Place("local", "localhost", "http://127.0.0.1:7070", folder.resolve("mounts")),
            QUICK,
            Duration.ofSeconds(6),
            new Standby(Rung.FROZEN, 1L << 30),
            alarm,
            InstantSource.system()));
  }

  @AfterEach
  void close() {
    apps.close();
    alarm.close();
    store.close();
    listener.stop(0);
  }

  private Samples good() {
    return Samples.of("localhost/good:1").listeningOn(listener.getAddress().getPort());
  }

  private void create(AppPrototype app) {
    store.create(Kind.APP, WEB, app);
  }

  private void update(AppPrototype app) {
    store.want(Kind.APP, WEB, Optional.empty(), app);
  }

  private AppObserved app() {
    return store.find(Kind.APP, WEB).orElseThrow().observed();
  }

  private RevisionObserved revision(Key key) {
    return store.find(Kind.REVISION, key).orElseThrow().observed();
  }

  private Diagnosis words(Key key) {
    return Objects.requireNonNull(revision(key).diagnosis());
  }

  /// Waits until the store says so.
  private <T> T until(Supplier<T> look, Predicate<T> enough) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(10);
    long since = store.await("p1", 0, Duration.ZERO);
    T seen = look.get();
    while (!enough.test(seen)) {
      assertThat(Instant.now())
          .as(
              "last seen: %s, %s",
              seen, store.list(Kind.REVISION, "p1").stream().map(Resource::observed).toList())
          .isBefore(end);
      since = store.await("p1", since, Duration.ofMillis(50));
      seen = look.get();
    }
    return seen;
  }

  private AppObserved untilApp(String status) throws InterruptedException {
    return until(this::app, seen -> seen.status().equals(status));
  }

  private List<Instance> instances() {
    return apps.appInstances(WEB);
  }

  private List<String> reasons(Key revision) {
    return store.events(Kind.REVISION, revision).stream().map(Event::reason).toList();
  }

  @Test
  void bringsAnAppUp() throws Exception {
    create(good().app("web"));
    var seen = untilApp("ready");
    assertThat(seen.latestReadyRevision()).isEqualTo("web-00001");
    assertThat(revision(FIRST).digest()).startsWith("sha256:");
    assertThat(revision(FIRST).actualInstances()).isEqualTo(1);
    assertThat(instances()).extracting(Instance::status).containsExactly("running");
    assertThat(instances().getFirst().name())
        .matches("web-00001-deployment-[0-9a-f]{9}-[0-9a-f]{5}");
    until(() -> store.events(Kind.APP, WEB), events -> events.size() == 4);
    assertThat(reasons(FIRST)).containsExactly("Pulling", "Pulled", "Created", "Started");
  }

  @Test
  void tellsTheInstanceWhoItIs() throws Exception {
    create(good().setting("K_SERVICE", "mine").app("web"));
    untilApp("ready");
    var container = containers.container(instances().getFirst().name()).orElseThrow();
    assertThat(container.environment())
        .containsEntry("CE_APP", "web")
        .containsEntry("CE_SUBDOMAIN", "abcdefghijk")
        .containsEntry("CE_REGION", "local")
        .containsEntry("K_REVISION", "web-00001")
        .containsEntry("PORT", "" + listener.getAddress().getPort())
        .containsEntry("K_SERVICE", "mine");
    assertThat(container.limits().milliCpu()).isEqualTo(1000);
    assertThat(container.limits().memory()).isEqualTo(4_000_000_000L);
  }

  @Test
  void anUpdateTakesOverAndTheOldOneIsStopped() throws Exception {
    create(good().app("web"));
    untilApp("ready");
    var old = instances().getFirst().name();
    update(good().app("web"));
    until(this::app, seen -> "web-00002".equals(seen.latestReadyRevision()));
    until(this::instances, all -> all.stream().noneMatch(i -> i.name().equals(old)));
    assertThat(instances()).extracting(Instance::owner).containsExactly("web-00002");
    assertThat(revision(FIRST).status()).isEqualTo("ready");
    until(() -> revision(FIRST), seen -> seen.actualInstances() == 0);
  }

  @Test
  void noRequestFailsDuringAnUpdate() throws Exception {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var ingress = Ingress.start(loopback, routes, IngressLimits.STANDARD)) {
      create(good().app("web"));
      assertThat(statusThrough(ingress)).isEqualTo(204); // waited for the first instance
      update(good().app("web"));
      for (var seen = app(); !"web-00002".equals(seen.latestReadyRevision()); seen = app()) {
        assertThat(statusThrough(ingress)).isEqualTo(204);
      }
      until(this::instances, all -> all.size() == 1);
      assertThat(statusThrough(ingress)).isEqualTo(204);
    }
  }

  private static int statusThrough(Ingress ingress) throws IOException {
    try (var socket = new Socket(ingress.address().getAddress(), ingress.address().getPort())) {
      var request = "GET /health HTTP/1.1\r\nHost: web.abcdefghijk.localhost\r\n\r\n";
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return Integer.parseInt(answer.substring(9));
    }
  }

  @Test
  void aBadUpdateLeavesTheOldOneServing() throws Exception {
    create(good().app("web"));
    untilApp("ready");
    update(Samples.of("localhost/good:missing").app("web"));
    var seen = untilApp("warning");
    assertThat(seen.reason()).isEqualTo("ready_but_latest_revision_failed");
    assertThat(seen.latestReadyRevision()).isEqualTo("web-00001");
    assertThat(revision(SECOND).reason()).isEqualTo("fetch_image_failed_unknown_manifest");
    assertThat(instances())
        .extracting(Instance::owner, Instance::status, Instance::reason)
        .containsExactly(
            tuple("web-00001", "running", ""), tuple("web-00002", "pending", "ErrImagePull"));
  }

  @Test
  void tellsWhyAnImageDoesNotCome() throws Exception {
    images.away = true;
    create(good().app("web"));
    untilApp("failed");
    var seen = revision(FIRST);
    assertThat(seen.reason()).isEqualTo("fetch_image_failed_registry_not_found");
    assertThat(seen.retryAt()).isAfter(Instant.now());
    assertThat(seen.diagnosis()).isNotNull();
    until(() -> reasons(FIRST), all -> all.size() >= 5);
    assertThat(store.events(Kind.REVISION, FIRST))
        .extracting(Event::message)
        .anyMatch(text -> text.startsWith("Failed to pull image \"localhost/good:1\": "))
        .contains("Error: ErrImagePull", "Error: ImagePullBackOff")
        .contains("Back-off pulling image \"localhost/good:1\"");
  }

  @Test
  void keepsARecordOfEachAttempt() throws Exception {
    images.away = true;
    create(good().app("web"));
    untilApp("failed");
    var failed = store.attempts(Kind.REVISION, FIRST);
    assertThat(failed).hasSize(1);
    assertThat(failed.getFirst().image()).isEqualTo("localhost/good:1");
    assertThat(failed.getFirst().cause()).isEqualTo("connection_refused");
    assertThat(failed.getFirst().retry()).isEqualTo("transient");
    assertThat(failed.getFirst().nextAttemptAt()).isNotNull();
    images.away = false;
    assertThat(new Retries(store, InstantSource.system()).ofApp(WEB)).containsExactly("web-00001");
    untilApp("ready");
    var last = store.attempts(Kind.REVISION, FIRST).getLast();
    assertThat(last.outcome()).isEqualTo("done");
    assertThat(last.digest()).isEqualTo(revision(FIRST).digest());
    assertThat(store.attempts(Kind.REVISION, FIRST)).hasSize(2);
  }

  @Test
  void aTagThatComesIsTriedAtOnce() throws Exception {
    var port = listener.getAddress().getPort();
    create(Samples.of("localhost/good:missing").listeningOn(port).app("web"));
    untilApp("failed");
    var retries = new Retries(store, InstantSource.system());
    images.pushed = true;
    retries.of(repository -> repository.path().equals("other"));
    assertThat(store.attempts(Kind.REVISION, FIRST)).hasSize(1);
    retries.of(repository -> repository.path().equals("good"));
    untilApp("ready");
    assertThat(store.attempts(Kind.REVISION, FIRST)).hasSize(2);
  }

  @Test
  void aSecretThatComesIsTriedAtOnce() throws Exception {
    create(good().withSecret("key").app("web"));
    untilApp("failed");
    assertThat(revision(FIRST).reason()).isEqualTo("fetch_image_failed_missing_pull_secret");
    store.create(
        Kind.SECRET, new Key("p1", "key"), SecretPrototype.of("registry", "key", Map.of()));
    untilApp("ready");
    assertThat(revision(FIRST).diagnosis()).isNull();
  }

  @Test
  void waitsForAConfigMapThatIsNotThere() throws Exception {
    create(good().referringTo("settings").app("web"));
    until(
        () -> store.find(Kind.REVISION, FIRST),
        r -> r.isPresent() && r.get().observed().reason().equals("waiting"));
    assertThat(app().status()).isEqualTo("deploying");
    store.create(
        Kind.CONFIG_MAP,
        new Key("p1", "settings"),
        new ConfigMapPrototype("settings", Map.of("A", "1")));
    untilApp("ready");
    var name = instances().getFirst().name();
    assertThat(containers.container(name).orElseThrow().environment()).containsEntry("A", "1");
  }

  @Test
  void aProgramThatEndsIsRestartedAndCounted() throws Exception {
    containers.afterStart(id -> {
      containers.print(id, true, "cannot find my file");
      containers.end(id, 3);
    });
    create(good().app("web"));
    untilApp("failed");
    var seen = revision(FIRST);
    assertThat(seen.reason()).isEqualTo("container_failed_exit_code_1");
    assertThat(words(FIRST).problem()).contains("exit code 3");
    assertThat(words(FIRST).evidence()).contains("cannot find my file");
    until(this::instances, all -> all.stream().anyMatch(i -> i.restarts() >= 2));
    assertThat(until(this::instances, all -> all.getFirst().status().equals("failed")))
        .extracting(Instance::reason)
        .containsExactly("CrashLoopBackOff");
    containers.afterStart(_ -> {});
    untilApp("ready");
  }

  @Test
  void saysThatMemoryRanOut() throws Exception {
    containers.afterStart(containers::runOutOfMemory);
    create(good().limited("500M").app("web"));
    untilApp("failed");
    assertThat(words(FIRST).code()).isEqualTo("out_of_memory");
    assertThat(words(FIRST).cause()).contains("500M");
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    var closed = good().app("web");
    listener.stop(0);
    create(closed);
    untilApp("failed");
    assertThat(revision(FIRST).reason()).isEqualTo("initial_scale_never_achieved");
    assertThat(words(FIRST).problem()).contains("does not answer on port");
  }

  @Test
  void refusesAmountsThatAreNone() throws Exception {
    create(good().limited("much").app("web"));
    untilApp("failed");
    assertThat(words(FIRST).code()).isEqualTo("setting_invalid");
    assertThat(words(FIRST).cause()).contains("'much'");
  }

  @Test
  void whatIsDeletedIsClearedAway() throws Exception {
    create(good().scaled(2).app("web"));
    untilApp("ready");
    store.delete(Kind.APP, WEB);
    until(containers::list, List::isEmpty);
    until(() -> store.list(Kind.REVISION, "p1"), List::isEmpty);
  }

  @Test
  void aRestartOfTheDaemonRestartsNoContainer() throws Exception {
    create(good().app("web"));
    untilApp("ready");
    var calls = containers.calls();
    apps.close();
    apps = start();
    until(() -> revision(FIRST), seen -> seen.actualInstances() == 1);
    update(good().app("web"));
    until(this::app, seen -> "web-00002".equals(seen.latestReadyRevision()));
    assertThat(containers.calls().subList(0, calls.size() + 1))
        .startsWith(calls.toArray(String[]::new))
        .allMatch(call -> call.startsWith("start"));
  }

  @Test
  void oneThatEndsIsReplaced() throws Exception {
    create(good().app("web"));
    untilApp("ready");
    containers.end(instances().getFirst().name(), 0);
    until(this::instances, all -> all.getFirst().restarts() == 1);
    untilApp("ready");
  }

  @Test
  void givesWhatAnInstancePrinted() throws Exception {
    create(good().app("web"));
    untilApp("ready");
    var name = instances().getFirst().name();
    containers.print(name, false, "hello");
    var lines = new ArrayList<String>();
    assertThat(apps.log("p1", name, -1, () -> false, (_, _, text) -> lines.add(text))).isTrue();
    assertThat(lines).containsExactly("hello");
    assertThat(apps.log("p2", name, -1, () -> false, (_, _, _) -> {})).isFalse();
  }

  @Test
  void probesOverHttp() {
    var prober = new NetworkProber();
    var port = listener.getAddress().getPort();
    var address = listener.getAddress().getAddress();
    assertThat(prober.problem(address, http("/health", port))).isEmpty();
    assertThat(prober.problem(address, http("/other", port)))
        .contains("GET /other on port %d answered 404".formatted(port));
    listener.stop(0);
    assertThat(prober.problem(address, http("/health", port)).orElseThrow()).contains("refused");
  }

  private static Probing http(String path, int port) {
    var second = Duration.ofSeconds(1);
    return new Probing(Optional.of(path), port, Duration.ZERO, second, second, 1);
  }

  @Test
  void aProbeOfSomethingElseThanHttpSaysSo() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> greet(server));
      assertThat(
              new NetworkProber()
                  .problem(server.getInetAddress(), http("/", server.getLocalPort())))
          .hasValueSatisfying(why -> assertThat(why).contains("not HTTP"));
    }
  }

  private static void greet(ServerSocket server) {
    try (var socket = server.accept()) {
      socket.getOutputStream().write("220 mail\r\n".getBytes(StandardCharsets.UTF_8));
      socket.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

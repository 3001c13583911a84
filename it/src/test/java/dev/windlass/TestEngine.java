// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// A throw-away engine as a user gets it: the real launcher, a temporary state folder, free ports.
/// Closing it takes the engine and all that it made away.
final class TestEngine implements AutoCloseable {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  /// HTTP/1.1, as a host other than the address would contradict itself in HTTP/2 (RFC 9113,
  /// 8.3.1).
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path folder;
  private String ready = "";

  private TestEngine(Path folder) {
    this.folder = folder;
  }

  /// What a command printed, on both streams, and its exit code.
  record Ran(int code, String output) {
    Ran works() {
      assertThat(code).as(output).isZero();
      return this;
    }

    Ran fails() {
      assertThat(code).as(output).isEqualTo(1);
      return this;
    }

    String lastLine() {
      return output.lines().toList().getLast().strip();
    }
  }

  static TestEngine start(String... options) throws IOException, InterruptedException {
    var engine = new TestEngine(Files.createTempDirectory("windlass-it-"));
    var all =
        new ArrayList<>(List.of("--port", "0", "--registry-port", "0", "--ingress-port", "0"));
    all.addAll(List.of(options));
    engine.up(all.toArray(String[]::new));
    return engine;
  }

  void up(String... options) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("up", "-d", "--state", state().toString()));
    command.addAll(List.of(options));
    ready = windlass(command.toArray(String[]::new)).works().output();
  }

  Path state() {
    return folder.resolve("state");
  }

  /// `localhost:PORT` of the embedded registry.
  String registry() {
    return told("Registry");
  }

  String api() {
    return told("API");
  }

  URI ingress() {
    return URI.create(told("Ingress"));
  }

  private String told(String name) {
    var line = Pattern.compile("(?m)^ *" + name + " +(\\S+)").matcher(ready);
    assertThat(line.find()).as(ready).isTrue();
    return line.group(1);
  }

  Ran windlass(String... arguments) throws IOException, InterruptedException {
    return windlassAt(home(), arguments);
  }

  /// As a user whose settings are in this folder.
  Ran windlassAt(Path home, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(ROOT.resolve("windlass").toString()));
    command.addAll(List.of(arguments));
    return run(home, command.toArray(String[]::new));
  }

  Path home() {
    return folder.resolve("home");
  }

  /// The settings as they are now, for a user who goes on with them while others change theirs.
  Path otherHome() throws IOException {
    var other = Files.createTempDirectory(folder, "home-");
    try (var files = Files.list(home())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, other.resolve(file.getFileName()));
      }
    }
    return other;
  }

  /// Runs a program to its end, with the environment of a user of this engine.
  Ran run(String... command) throws IOException, InterruptedException {
    return run(home(), command);
  }

  private Ran run(Path home, String... command) throws IOException, InterruptedException {
    var output = Files.createTempFile(folder, "output-", "");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("WINDLASS_HOME", home.toString());
    var process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          String.join(" ", command) + " does not end; so far: " + Files.readString(output));
    }
    return new Ran(process.exitValue(), Files.readString(output, UTF_8));
  }

  /// Puts the sample `hello` under a name, telling of itself what is given; another text is another
  /// digest.
  void pushHello(String repositoryAndTag, String release) throws IOException, InterruptedException {
    windlass("sample", "push", "hello", registry() + "/" + repositoryAndTag, "--release", release)
        .works();
  }

  /// Asks an app, as a browser does that resolved its name to this machine.
  HttpResponse<String> ask(String url) throws IOException, InterruptedException {
    var address = URI.create(url);
    var path =
        address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
    var request =
        HttpRequest.newBuilder(ingress().resolve(path))
            .header("Host", address.getAuthority())
            .timeout(PATIENCE)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  /// What the API says, of the project that is selected: `/apps/web`.
  HttpResponse<String> api(String method, String path, String body)
      throws IOException, InterruptedException {
    var config = Files.readString(home().resolve("config.json"));
    var request =
        HttpRequest.newBuilder(URI.create(api() + "/v2/projects/" + setting(config, "id") + path))
            .header("Authorization", "Bearer " + setting(config, "api_key"))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(PATIENCE)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  /// Makes a registry secret.
  Ran registrySecret(String name, String server, String user, String password)
      throws IOException, InterruptedException {
    return windlass(
        "registry",
        "create",
        "--name",
        name,
        "--server",
        server,
        "--username",
        user,
        "--password",
        password);
  }

  /// What Prometheus would read.
  String metrics() throws IOException, InterruptedException {
    var config = Files.readString(home().resolve("config.json"));
    var request =
        HttpRequest.newBuilder(URI.create(api() + "/metrics"))
            .header("Authorization", "Bearer " + setting(config, "api_key"))
            .timeout(PATIENCE)
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  /// What `config.json` has under a name.
  static String setting(String config, String name) {
    var found = Pattern.compile("\"" + name + "\": *\"([^\"]+)\"").matcher(config);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  ProcessHandle daemon() throws IOException {
    long pid = Long.parseLong(Files.readString(state().resolve("daemon.pid")));
    return ProcessHandle.of(pid).orElseThrow();
  }

  /// As the kernel's out-of-memory killer would.
  void kill() throws IOException {
    var daemon = daemon();
    daemon.destroyForcibly();
    daemon.onExit().join();
  }

  static void eventually(String what, BooleanSupplier condition) throws InterruptedException {
    var deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waited %s until %s", PATIENCE, what).isBefore(deadline);
      Thread.sleep(50);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      windlass("down", "--state", state().toString()).works();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      http.close();
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(TestEngine::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

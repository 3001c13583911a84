// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What somebody with a key for one project can do to another one: nothing. Writes the table in
/// `docs/reference/isolation.md`.
class TwoProjectsIT {
  private static final Path PAGE = Path.of("../docs/reference/isolation.md");

  /// By name, with the key of the other project.
  private static final List<String> REQUESTS =
      List.of(
          "GET /",
          "PATCH /",
          "DELETE /",
          "GET /apps",
          "POST /apps",
          "GET /apps/web",
          "PATCH /apps/web",
          "DELETE /apps/web",
          "GET /apps/web/revisions",
          "GET /apps/web/instances",
          "GET /apps/web/events",
          "GET /apps/web/attempts",
          "GET /jobs",
          "GET /job_runs",
          "POST /job_runs",
          "GET /secrets",
          "GET /secrets/token",
          "PUT /secrets/token",
          "DELETE /secrets/token",
          "GET /config_maps/words",
          "GET /allowed_outbound_destinations",
          "GET /instances/INSTANCE/logs",
          "GET /changes",
          "GET /quotas",
          "POST /doctor");

  private static TestEngine engine;
  private static Path mine;
  private static Path theirs;
  private static String url;

  private int runs;
  private final List<String> rows = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
    engine.pushHello("private/hello:v1", "theirs");
    theirs = engine.otherHome();
    engine.windlassAt(theirs, "project", "create", "--name", "theirs").works();
    as(theirs, "secret create --name token --from-literal word=hidden");
    as(theirs, "configmap create --name words --from-literal word=hidden");
    var key = Files.readString(theirs.resolve("config.json"));
    engine
        .windlassAt(
            theirs,
            "registry",
            "create",
            "--name",
            "pull",
            "--server",
            engine.registry(),
            "--username",
            "iamapikey",
            "--password",
            TestEngine.setting(key, "api_key"))
        .works();
    url =
        as(
                theirs,
                "app create --name web --min-scale 1 --registry-secret pull --image "
                    + privateImage())
            .lastLine();

    engine.windlass("project", "create", "--name", "mine", "--no-select").works();
    mine = engine.otherHome();
    var file = mine.resolve("key");
    as(engine.home(), "api-key create --name me --role Manager --project mine --file " + file);
    as(mine, "login --api " + engine.api() + " --apikey-from-file " + file);
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private static String privateImage() {
    return engine.registry() + "/private/hello:v1";
  }

  private static TestEngine.Ran as(Path home, String command) throws Exception {
    return engine.windlassAt(home, command.split(" ", -1)).works();
  }

  @Test
  void nothingOfOneProjectIsInReachOfAnother() throws Exception {
    askByName();
    useByReference();
    reachFromAContainer();
    assertThat(engine.ask(url).body()).contains("theirs");
    check();
  }

  private void askByName() throws Exception {
    var key = TestEngine.setting(Files.readString(mine.resolve("config.json")), "api_key");
    var project = TestEngine.setting(Files.readString(theirs.resolve("config.json")), "id");
    try (var http = HttpClient.newHttpClient()) {
      for (var asked : REQUESTS) {
        var words = asked.replace("INSTANCE", instance()).split(" ", -1);
        var path = words[1].equals("/") ? "" : words[1];
        var request =
            HttpRequest.newBuilder(URI.create(engine.api() + "/v2/projects/" + project + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method(words[0], BodyPublishers.ofString("{\"name\":\"web\"}"))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        row("the API, with the other's id: `" + asked + "`", answer.statusCode() + "");
        assertThat(answer.statusCode()).as(asked).isEqualTo(404);
        assertThat(answer.body()).contains("Project '" + project + "' not found");
      }
    }
    var listed = as(mine, "project list").output();
    assertThat(listed).doesNotContain("theirs");
    row("`windlass project list`", "not in the list");
  }

  /// The names of what is theirs, in my project.
  private void useByReference() throws Exception {
    refused(
        "a secret's name for the environment",
        "app create --name one --no-wait --force --env-from-secret token --image " + hello(),
        "app/one",
        "configuration_absent");
    refused(
        "a config map's name for the environment",
        "app create --name two --no-wait --force --env-from-configmap words --image " + hello(),
        "app/two",
        "configuration_absent");
    refused(
        "a registry secret's name",
        "app create --name three --no-wait --force --registry-secret pull --image "
            + privateImage(),
        "app/three",
        "secret_absent");
    refused(
        "their private image, which is on this machine already",
        "app create --name four --no-wait --image " + privateImage(),
        "app/four",
        "credentials_missing");
    var twin = as(mine, "app create --name web --image " + hello()).lastLine();
    assertThat(twin).isNotEqualTo(url);
    assertThat(engine.ask(twin).body()).doesNotContain("theirs");
    row("the name of their app for an app of mine", "another app, at another address");
  }

  private static String hello() {
    return engine.registry() + "/samples/hello";
  }

  private void refused(String what, String command, String target, String cause) throws Exception {
    var created = engine.windlassAt(mine, command.split(" ", -1));
    var told = engine.windlassAt(mine, "doctor", target).output();
    assertThat(created.output() + told).contains(cause);
    row(what, "`" + cause + "`");
  }

  private static String instance() throws Exception {
    var found =
        Pattern.compile("web-00001-deployment-[0-9a-z-]+")
            .matcher(as(theirs, "app get --name web").output());
    assertThat(found.find()).isTrue();
    return found.group();
  }

  private void reachFromAContainer() throws Exception {
    var address = address(instance());
    var gateway = address.replaceFirst("[0-9]+$", "1");
    reachesAtAll(gateway);
    new Socket(InetAddress.ofLiteral(address), 8080).close(); // it is there, for this machine
    unreachable("the address of their instance", "http://" + address + ":8080/");
    unreachable("the engine's API, at the gateway", "http://" + gateway + ":" + port(engine.api()));
    unreachable(
        "the engine's ingress, at the gateway",
        "http://" + gateway + ":" + engine.ingress().getPort());
    unreachable("the engine's API, at this machine's loopback", engine.api());
    var inside = as(theirs, "app get --name web --output project-url").lastLine();
    unreachable("the internal name of their app", inside + ":80/");
    var host = URI.create(inside).getHost();
    assertThat(ran("wget -O- --header 'Host: " + host + "' http://" + gateway + "/ 2>&1"))
        .contains("404 Not Found");
    row("from a container, that name in a request to the gateway", "404");
  }

  private static int port(String address) {
    return URI.create(address).getPort();
  }

  private static String address(String instance) throws Exception {
    var hosts = engine.state().resolve("containers").resolve(instance).resolve("hosts");
    return Files.readAllLines(hosts).getLast().split(" ", -1)[0];
  }

  /// A server of this test, so that what is out of reach below is not so for want of a network.
  private void reachesAtAll(String gateway) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(gateway), 0), 1);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      var target = URI.create("http://" + gateway + ":" + server.getAddress().getPort() + "/");
      assertThat(tried(target)).contains("reached").doesNotContain("out of reach");
    } finally {
      server.stop(0);
    }
  }

  private void unreachable(String what, String target) throws Exception {
    assertThat(tried(URI.create(target)))
        .as(target)
        .contains("out of reach")
        .doesNotContain("reached");
    row("from a container, " + what, "out of reach");
  }

  /// What a container of mine says when it asks there.
  private String tried(URI target) throws Exception {
    return ran(
        "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 2 "
            + target.getHost()
            + " "
            + target.getPort()
            + " | grep -q HTTP/ && echo reached || echo out of reach");
  }

  /// What a script printed in a container of mine.
  private String ran(String script) throws Exception {
    var run = "reach-" + ++runs;
    engine
        .windlassAt(
            mine,
            "jobrun",
            "submit",
            "--name",
            run,
            "--image",
            engine.registry() + "/samples/job",
            "--command",
            "sh",
            "--argument",
            "-c",
            "--argument",
            script + " || true",
            "--wait")
        .works();
    return as(mine, "jobrun logs --name " + run).output();
  }

  private void row(String what, String answer) {
    rows.add("| " + what + " | " + answer + " |\n");
  }

  private void check() throws Exception {
    var page =
        """
        # What one project can do to another

        `TwoProjectsIT` tries all of this on a real engine with a key of the role Manager for one project, and writes this page.
        `theirs` is another project, with the app `web`.

        | tried | came of it |
        | --- | --- |
        """
            + String.join("", rows);
    if (System.getenv("UPDATE_GOLDEN") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(page).isEqualTo(Files.readString(PAGE));
  }
}

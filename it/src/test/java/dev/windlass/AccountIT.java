// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.Jsonb;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys, roles and projects, as a user has them.
class AccountIT {
  private static TestEngine engine;

  @TempDir private Path temp;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private String image() {
    return engine.registry() + "/samples/hello";
  }

  @Test
  void aViewerLogsInLooksAndMayNoMore() throws Exception {
    var key = temp.resolve("key");
    engine
        .windlass("api-key", "create", "--name", "look", "--role", "Viewer", "--file", key + "")
        .works();
    assertThat(Files.getPosixFilePermissions(key)).hasSize(2); // read and write, of the owner
    var home = temp.resolve("viewer");
    Files.createDirectories(home);
    engine
        .windlassAt(home, "login", "--api", engine.api(), "--apikey-from-file", key.toString())
        .works();
    engine.windlassAt(home, "app", "list").works();
    var refused =
        engine.windlassAt(home, "app", "create", "--name", "mine", "--image", image()).fails();
    assertThat(refused.output()).contains("has the role Viewer, and this needs Editor");

    engine.windlass("api-key", "delete", "--name", "look", "-f").works();
    assertThat(engine.windlassAt(home, "app", "list").fails().output()).contains("revoked");
    engine.windlassAt(home, "logout").works();
    assertThat(engine.windlassAt(home, "app", "list").fails().output()).contains("logged out");
  }

  /// As an SDK does it: a form to the token endpoint, then bearer tokens.
  @Test
  void anSdkGetsATokenForItsKey() throws Exception {
    var made = engine.windlass("api-key", "create", "--name", "sdk", "-q").works().lastLine();
    try (var http = HttpClient.newHttpClient()) {
      var form =
          "grant_type="
              + URLEncoder.encode("urn:ibm:params:oauth:grant-type:apikey", UTF_8)
              + "&response_type=cloud_iam&apikey="
              + made;
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(engine.api() + "/identity/token"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(form))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      var token = (Map<?, ?>) Jsonb.instance().type(Object.class).fromJson(answer.body());
      var projects =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(engine.api() + "/v2/projects?version=2025-07-10&limit=100"))
                  .header("Authorization", "Bearer " + token.get("access_token"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(projects.body()).contains("\"name\":\"default\"");
    }
  }

  @Test
  void aDeletedProjectStopsAndComesBackWithTheSameRevision() throws Exception {
    var home = engine.otherHome();
    engine.windlassAt(home, "project", "create", "--name", "shop").works();
    var url =
        engine
            .windlassAt(home, "app", "create", "--name", "web", "--image", image())
            .works()
            .lastLine();
    assertThat(engine.ask(url).statusCode()).isEqualTo(200);

    engine.windlassAt(home, "project", "delete", "--name", "shop", "-f").works();
    TestEngine.eventually("nothing serves", () -> status(url) == 404);
    assertThat(engine.windlassAt(home, "reclamation", "list").works().output())
        .contains("shop", "soft deleted", "6d23h");
    engine.windlassAt(home, "project", "restore", "--name", "shop").works();
    TestEngine.eventually("it serves again", () -> status(url) == 200);
    assertThat(engine.ask(url).body()).contains("revision: web-00001");

    engine.windlassAt(home, "project", "delete", "--name", "shop", "--hard", "-f").works();
    TestEngine.eventually("nothing serves", () -> status(url) == 404);
    assertThat(engine.windlassAt(home, "reclamation", "list").works().output())
        .doesNotContain("shop");
  }

  private static int status(String url) {
    try {
      return engine.ask(url).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

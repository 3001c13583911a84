// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.server.Api.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys, tokens and what each role may, over HTTP. Token answers are those of IBM Cloud IAM.
class IdentityTest {
  private static final String GRANT = "urn:ibm:params:oauth:grant-type:apikey";
  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  private Reply token(Map<String, String> form) {
    var body = new StringBuilder();
    form.forEach((name, value) ->
        body.append(body.isEmpty() ? "" : "&")
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, UTF_8)));
    return api.send(
        HttpRequest.newBuilder(URI.create(api.uri("").toString().replace("/v2", "/identity/token")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", "Basic Yng6Yng=") // bx:bx, as SDKs send it
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private Reply byKey(String key) {
    return token(Map.of("grant_type", GRANT, "apikey", key, "response_type", "cloud_iam"));
  }

  private Reply get(String path, String bearer) {
    return ask("GET", path, bearer, "");
  }

  private Reply ask(String method, String path, String bearer, String body) {
    return api.send(
        HttpRequest.newBuilder(api.uri(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + bearer)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private Reply key(String role, String project, String more) {
    return api.post(
        "/api_keys",
        "{\"name\":\"%s-key\",\"role\":\"%s\"%s%s}"
            .formatted(
                role, role, project.isEmpty() ? "" : ",\"project_id\":\"" + project + "\"", more));
  }

  @Test
  void aTokenForAKeyOpensTheApiForAnHour() {
    var token = byKey(Api.KEY);
    assertThat(token.status()).isEqualTo(200);
    assertThat(token.body())
        .containsEntry("token_type", "Bearer")
        .containsEntry("expires_in", 3600L)
        .containsKeys("refresh_token", "expiration", "scope");
    var access = token.text("access_token");
    assertThat(get("/projects", access).status()).isEqualTo(200);

    api.clock.forward(Duration.ofMinutes(61));
    assertThat(get("/projects", access).status()).isEqualTo(401);
    var again =
        token(Map.of("grant_type", "refresh_token", "refresh_token", token.text("refresh_token")));
    assertThat(get("/projects", again.text("access_token")).status()).isEqualTo(200);
    assertThat(get("/projects", token.text("refresh_token")).status())
        .as("a refresh token opens nothing")
        .isEqualTo(401);
  }

  @Test
  void tokensAreRefusedInTheWordsOfIam() {
    assertThat(byKey("guessed").status()).isEqualTo(400);
    assertThat(byKey("guessed").body())
        .containsEntry("errorCode", "BXNIM0415E")
        .containsEntry("errorMessage", "Provided API key could not be found.");
    assertThat(byKey("").body()).containsEntry("errorCode", "BXNIM0109E");
    assertThat(token(Map.of("grant_type", "password")).body())
        .containsEntry("errorCode", "BXNIM0105E");
    assertThat(token(Map.of("grant_type", "refresh_token", "refresh_token", "a.b.c")).body())
        .containsEntry("errorCode", "BXNIM0408E");
  }

  @Test
  void aKeyIsShownOnceAndEndsAtOnce() {
    var made = key("Manager", "", "");
    assertThat(made.status()).isEqualTo(201);
    var secret = made.text("apikey");
    var id = made.text("id");
    assertThat(api.get("/api_keys/" + id).body()).doesNotContainKey("apikey");
    assertThat(api.get("/api_keys").http().body()).doesNotContain(secret);
    var access = byKey(secret).text("access_token");
    assertThat(get("/projects", secret).status()).isEqualTo(200);
    assertThat(api.get("/api_keys/" + id).body()).containsKey("last_used_at");

    assertThat(api.delete("/api_keys/" + id).status()).isEqualTo(202);
    assertThat(get("/projects", secret).status()).isEqualTo(401);
    assertThat(get("/projects", access).status()).as("a token of it").isEqualTo(401);
  }

  @Test
  void aKeyEndsWhenItsTimeIsOver() {
    var secret = key("Viewer", "", ",\"expires_at\":\"2026-11-26T13:00:00Z\"").text("apikey");
    assertThat(get("/projects", secret).status()).isEqualTo(200);
    api.clock.forward(Duration.ofHours(2));
    assertThat(get("/projects", secret).status()).isEqualTo(401);
  }

  /// What each role gets of each kind of request.
  @ParameterizedTest
  @CsvSource({
    "GET,    /projects,              200, 200, 200",
    "POST,   /projects,              403, 403, 400",
    "GET,    /projects/P/apps,       200, 200, 200",
    "POST,   /projects/P/apps,       403, 400, 400",
    "DELETE, /projects/P/apps/none,  403, 404, 404",
    "POST,   /projects/P/doctor,     400, 400, 400",
    "GET,    /projects/P/secrets,    200, 200, 200",
    "PATCH,  /projects/P/apps/none,  403, 400, 400",
    "GET,    /api_keys,              403, 403, 200",
    "POST,   /api_keys,              403, 403, 400",
    "GET,    /engine,                200, 200, 200",
    "POST,   /images/prune,          403, 400, 400",
    "DELETE, /projects/none,         403, 403, 404",
  })
  void rolesMayWhatTheyMay(String method, String path, int viewer, int editor, int manager) {
    var whole = path.replace("/P/", "/" + api.project + "/");
    var got =
        List.of("Viewer", "Editor", "Manager").stream()
            .map(role -> ask(method, whole, key(role, "", "").text("apikey"), "{\"x\":1}").status())
            .toList();
    assertThat(got).containsExactly(viewer, editor, manager);
  }

  @Test
  void aViewerSeesThatThereIsAValueAndNotWhich() {
    api.post(
        api.in("/secrets"),
        "{\"name\":\"s\",\"format\":\"generic\",\"data\":{\"password\":\"hidden\"}}");
    var viewer = key("Viewer", "", "").text("apikey");
    var seen = get(api.in("/secrets/s"), viewer);
    assertThat(seen.http().body()).contains("REDACTED").doesNotContain("hidden");
    assertThat(get(api.in("/secrets/s"), key("Editor", "", "").text("apikey")).http().body())
        .contains("hidden");
  }

  /// Two projects cannot see anything of one another: each attempt is refused as if there was
  /// nothing.
  @ParameterizedTest
  @CsvSource({
    "GET,    ''",
    "DELETE, ''",
    "GET,    /apps",
    "POST,   /apps",
    "GET,    /apps/theirs",
    "PATCH,  /apps/theirs",
    "DELETE, /apps/theirs",
    "GET,    /apps/theirs/instances",
    "GET,    /apps/theirs/revisions",
    "GET,    /jobs",
    "GET,    /job_runs",
    "POST,   /job_runs",
    "GET,    /secrets",
    "GET,    /secrets/theirs",
    "PUT,    /secrets/theirs",
    "GET,    /config_maps/theirs",
    "GET,    /egress_ips",
    "GET,    /status_details",
    "POST,   /doctor",
    "GET,    /support_bundle",
  })
  void aKeyOfOneProjectFindsNothingOfAnother(String method, String path) {
    var other = api.post("/projects", "{\"name\":\"other\"}").text("id");
    var secret = key("Manager", api.project, "").text("apikey");
    var reply = ask(method, "/projects/" + other + path, secret, "{}");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).contains("Project '" + other + "' not found");
    assertThat(get("/projects", secret).http().body()).doesNotContain(other);
  }

  @Test
  void whoManagesOneProjectMakesKeysForThatOnly() {
    var own = key("Manager", api.project, "").text("apikey");
    var other = api.post("/projects", "{\"name\":\"other\"}").text("id");
    var forAll = ask("POST", "/api_keys", own, "{\"name\":\"k\",\"role\":\"Viewer\"}");
    assertThat(forAll.status()).isEqualTo(403);
    var wish = "{\"name\":\"k\",\"role\":\"Viewer\",\"project_id\":\"%s\"}";
    assertThat(ask("POST", "/api_keys", own, wish.formatted(other)).status()).isEqualTo(403);
    assertThat(ask("POST", "/api_keys", own, wish.formatted(api.project)).status()).isEqualTo(201);
    key("Editor", "", "");
    assertThat(get("/api_keys", own).http().body()).contains("\"k\"").doesNotContain("Editor-key");
    assertThat(ask("POST", "/images/prune", own, "{}").status()).isEqualTo(403);
  }

  @Test
  void whoGuessesHasToWait() {
    for (int i = 0; i < 10; i++) {
      assertThat(get("/projects", "guess-" + i).status()).isEqualTo(401);
    }
    var late = get("/projects", "guess");
    assertThat(late.status()).isEqualTo(429);
    assertThat(late.http().headers().firstValue("Retry-After")).contains("60");
    assertThat(byKey("guess").status()).isEqualTo(429);
    assertThat(get("/projects", Api.KEY).status())
        .as("somebody else at this address, who knows the key")
        .isEqualTo(200);
    api.clock.forward(Duration.ofSeconds(61));
    assertThat(get("/projects", "guess").status()).isEqualTo(401);
  }

  @Test
  void saysAllThatIsWrongWithAKey() {
    var bad = api.post("/api_keys", "{\"name\":\"\",\"role\":\"Owner\",\"expires_at\":\"soon\"}");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.errors()).hasSize(3);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Status codes, headers and error bodies.
class ConventionsTest {
  private static final String APP =
      "{\"name\":\"web\",\"image_reference\":\"icr.io/codeengine/helloworld\"}";

  private Api api;

  @BeforeEach
  void start() {
    api = new Api();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static final String JOB =
      "{\"name\":\"sum\",\"image_reference\":\"localhost:5000/Sum\"}".replace("Sum", "sum");

  @Test
  void eachVerbHasItsStatus() {
    assertThat(api.post("/projects", "{\"name\":\"other\"}").status()).isEqualTo(202);
    assertThat(api.post(api.in("/apps"), APP).status()).isEqualTo(201);
    assertThat(api.get(api.in("/apps")).status()).isEqualTo(200);
    assertThat(api.get(api.in("/apps/web")).status()).isEqualTo(200);
    assertThat(api.patch(api.in("/apps/web"), "*", "{}").status()).isEqualTo(200);
    assertThat(api.post(api.in("/jobs"), JOB).status()).isEqualTo(201);
    assertThat(api.post(api.in("/job_runs"), "{\"job_name\":\"sum\"}").status()).isEqualTo(202);
    assertThat(api.post(api.in("/config_maps"), "{\"name\":\"c\"}").status()).isEqualTo(201);
    assertThat(api.put(api.in("/config_maps/c"), "*", "{}").status()).isEqualTo(200);
    for (String path : List.of("/apps/web", "/jobs/sum", "/config_maps/c", "")) {
      var gone = api.delete(api.in(path + (path.isEmpty() ? "?hard=true" : "")));
      assertThat(gone.status()).as(path).isEqualTo(202);
      assertThat(gone.http().body()).isEmpty();
      assertThat(api.get(api.in(path)).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void anErrorLooksLikeCodeEngines() {
    var reply = api.get(api.in("/apps/ghost"));
    String trace = reply.text("trace");
    assertThat(trace).matches("codeengine-api-[0-9a-f]{32}");
    assertThat(reply.http().body())
        .isEqualTo(
            """
            {"errors":[{"code":"resource_not_found","message":"Application 'ghost' not found in \
            project 'home'; GET /v2/projects/%s/apps lists those that exist",\
            "more_info":"%s"}],"trace":"%s","status_code":404}\
            """
                .formatted(api.project, api.uri("").resolve("/docs/causes"), trace));
    assertThat(reply.http().headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
  }

  @Test
  void aTakenNameIsRefusedInTheWordsThatUsersKnow() {
    api.post(api.in("/apps"), APP);
    var again = api.post(api.in("/apps"), APP);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.error())
        .isEqualTo(
            "Application 'web' already exists within project 'home', please select a unique name.");
  }

  @Test
  void aTakenProjectNameIsRefused() {
    var again = api.post("/projects", "{\"name\":\"home\"}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.error())
        .isEqualTo("Project 'home' already exists, please select a unique name.");
  }

  @Test
  void theTagIsInTheHeaderAndInTheBody() {
    var made = api.post(api.in("/apps"), APP);
    assertThat(made.http().headers().firstValue("ETag")).hasValue(made.text("entity_tag"));
    var read = api.get(api.in("/apps/web"));
    assertThat(read.text("entity_tag")).isEqualTo(made.text("entity_tag"));
  }

  @Test
  void aChangeNeedsTheTagOfWhatItChanges() {
    String old = api.post(api.in("/apps"), APP).text("entity_tag");
    var changed = api.patch(api.in("/apps/web"), old, "{\"image_port\":80}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.field("image_port")).isEqualTo(80L);
    var stale = api.patch(api.in("/apps/web"), old, "{\"image_port\":81}");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.error()).contains("its entity_tag is no longer '" + old + "'");
    String tag = "\"" + changed.text("entity_tag") + "\"";
    assertThat(api.patch(api.in("/apps/web"), tag, "{}").status()).isEqualTo(200);
    assertThat(api.patch(api.in("/apps/web"), "*", "{}").status()).isEqualTo(200);
  }

  @Test
  void aChangeWithoutIfMatchIsRefusedByName() {
    api.post(api.in("/apps"), APP);
    var request =
        api.request(api.in("/apps/web"))
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString("{}"));
    var reply = api.send(request);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).startsWith("The header If-Match is missing");
  }

  @Test
  void aPatchRemovesWithNullAndReplacesLists() {
    api.post(
        api.in("/apps"),
        """
        {"name":"web","image_reference":"nginx","image_port":80,"run_arguments":["a","b"],
         "probe_liveness":{"type":"http","path":"/live","interval":5}}
        """);
    var changed =
        api.patch(
            api.in("/apps/web"),
            "*",
            """
            {"image_port":null,"run_arguments":["c"],"probe_liveness":{"path":"/alive"}}
            """);
    assertThat(changed.field("image_port")).isEqualTo(8080L);
    assertThat(changed.field("run_arguments")).isEqualTo(List.of("c"));
    assertThat(changed.object("probe_liveness"))
        .containsEntry("path", "/alive")
        .containsEntry("interval", 5L);
  }

  @Test
  void whatWasReadCanBeSentBack() {
    api.post(api.in("/apps"), APP);
    var read = api.get(api.in("/apps/web"));
    var changed = api.patch(api.in("/apps/web"), "*", read.http().body());
    assertThat(changed.status()).as("%s", changed.body()).isEqualTo(200);
  }

  @Test
  void aResourceKeepsItsName() {
    api.post(api.in("/apps"), APP);
    var reply = api.patch(api.in("/apps/web"), "*", "{\"name\":\"other\"}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).startsWith("name is 'other'; it needs to be 'web' or left out");
  }

  @Test
  void malformedJsonIsRefusedWithItsPlace() {
    var reply = api.post(api.in("/apps"), "{\n\"name\" 5}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error())
        .isEqualTo(
            "The request body is not JSON: line 2, column 8: found '5' where a : is expected");
    assertThat(api.post(api.in("/apps"), "[]").error()).contains("is not a JSON object");
    assertThat(api.post(api.in("/apps"), "").error()).contains("found the end");
  }

  @Test
  void otherContentTypesAreRefused() {
    var request =
        api.request(api.in("/apps"))
            .header("Content-Type", "text/yaml")
            .POST(BodyPublishers.ofString(APP));
    assertThat(api.send(request).status()).isEqualTo(415);
  }

  @Test
  void aBodyHasALimit() {
    var reply = api.post(api.in("/apps"), "x".repeat(Limits.STANDARD.bodyBytes() + 1));
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.error()).contains("4,194,304 bytes");
    var longer = api.post(api.in("/apps"), "x".repeat(3 * Limits.STANDARD.bodyBytes()));
    assertThat(longer.status()).isEqualTo(413);
  }

  @Test
  void anUnknownPathIsToldInJson() {
    assertThat(api.get("/nothing").error()).startsWith("There is no '/v2/nothing'");
    assertThat(api.get("/projects/").status()).isEqualTo(200);
  }

  @Test
  void theWrongVerbIsToldWithTheRightOnes() {
    var reply = api.delete("/projects");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.http().headers().firstValue("Allow")).hasValue("GET, POST");
    assertThat(reply.error()).isEqualTo("DELETE is not possible here; GET or POST is");
  }

  @Test
  void theIdOfARequestIsEchoed() {
    var reply =
        api.send(
            api.request("/projects").header("Transaction-Id", "t-1").header("X-Request-Id", "r-1"));
    assertThat(reply.http().headers().firstValue("Transaction-Id")).hasValue("t-1");
    assertThat(reply.http().headers().firstValue("X-Request-Id")).hasValue("r-1");
  }

  @Test
  void theKeyOpensWithAndWithoutBearer() {
    assertThat(with(Api.KEY).status()).isEqualTo(200);
    assertThat(with("Bearer " + Api.KEY).status()).isEqualTo(200);
    assertThat(with("bearer " + Api.KEY).status()).isEqualTo(200);
    for (String wrong : List.of("", "Bearer", "Bearer ", "Bearer x", Api.KEY + "x", "Basic abc")) {
      var reply = with(wrong);
      assertThat(reply.status()).as(wrong).isEqualTo(401);
      assertThat(reply.errors().getFirst()).containsEntry("code", "unauthorized");
      assertThat(reply.http().headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }
  }

  private Api.Reply with(String authorization) {
    return api.send(
        HttpRequest.newBuilder(api.uri("/projects")).header("Authorization", authorization));
  }

  @Test
  void aQuotaIsNamedWhenItIsUsedUp() {
    for (int i = 1; i < Quotas.STANDARD.projects(); i++) {
      assertThat(api.post("/projects", "{\"name\":\"p" + i + "\"}").status()).isEqualTo(202);
    }
    var one = api.post("/projects", "{\"name\":\"more\"}");
    assertThat(one.status()).isEqualTo(409);
    assertThat(one.error())
        .isEqualTo(
            "This engine has 20 projects, and the quota for projects is 20; delete some that are"
                + " no longer needed");
    for (int i = 0; i < Quotas.STANDARD.apps(); i++) {
      api.post(api.in("/apps"), APP.replace("web", "web" + i));
    }
    assertThat(api.post(api.in("/apps"), APP).errors().getFirst())
        .containsEntry("code", "quota_exceeded");
  }
}

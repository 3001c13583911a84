// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.App;
import dev.windlass.api.AppInstanceList;
import dev.windlass.api.AppPrototype;
import dev.windlass.api.JobRun;
import dev.windlass.api.PullAttempt;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.AppLoad;
import dev.windlass.engine.Driver;
import dev.windlass.engine.Histogram;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.engine.SqliteStore;
import dev.windlass.image.Missing;
import io.avaje.jsonb.Jsonb;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each resource looks like, and what happens to it.
class ResourcesTest {
  private static final String DIGEST = "sha256:" + "1".repeat(64);

  private static final String APP =
      "{\"name\":\"web\",\"image_reference\":\"localhost:5000/shop/web:v1\"}";
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Diagnosis DIAGNOSIS =
      new Diagnosis("tag_absent", "no such tag", "it was never pushed", "push it", "404");

  @TempDir private Path folder;
  private Api api;

  @BeforeEach
  void start() {
    api = new Api(SqliteStore.open(folder.resolve("state.db")));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Key key(String name) {
    return new Key(api.project, name);
  }

  @Test
  void anAppIsAnsweredWithItsDefaults() {
    var made = api.post(api.in("/apps"), APP);
    assertThat(made.body())
        .containsEntry("image_reference", "localhost:5000/shop/web:v1")
        .containsEntry("resource_type", "app_v2")
        .containsEntry("region", "local")
        .containsEntry("project_id", api.project)
        .containsEntry("href", api.uri(api.in("/apps/web")).toString())
        .containsEntry("image_port", 8080L)
        .containsEntry("scale_concurrency", 100L)
        .containsEntry("scale_concurrency_target", 100L)
        .containsEntry("scale_max_instances", 10L)
        .containsEntry("scale_min_instances", 0L)
        .containsEntry("scale_cpu_limit", "1")
        .containsEntry("scale_memory_limit", "4G")
        .containsEntry("scale_ephemeral_storage_limit", "400M")
        .containsEntry("scale_request_timeout", 300L)
        .containsEntry("scale_down_delay", 0L)
        .containsEntry("managed_domain_mappings", "local_public")
        .containsEntry("run_service_account", "default")
        .containsEntry("run_arguments", List.of())
        .containsEntry("status", "deploying")
        .containsEntry("status_details", Map.of("reason", "deploying"));
    String subdomain = api.get(api.in("")).text("subdomain");
    assertThat(subdomain).matches("[a-z][a-z0-9]{10}");
    assertThat(made.text("endpoint")).isEqualTo("http://web." + subdomain + ".localhost:7080");
    assertThat(made.text("endpoint_internal"))
        .isEqualTo("http://web." + subdomain + ".svc.cluster.local");
    assertThat(made.list("computed_env_variables"))
        .contains(Map.of("type", "literal", "name", "CE_APP", "value", "web"))
        .contains(Map.of("type", "literal", "name", "PORT", "value", "8080"));
  }

  @Test
  void theStoreKeepsWhatWasAskedForAndNothingElse() {
    api.post(api.in("/apps"), APP);
    AppPrototype wanted = api.store.find(Kind.APP, key("web")).orElseThrow().wanted();
    assertThat(wanted.imageReference()).isEqualTo("localhost:5000/shop/web:v1");
    assertThat(wanted.imagePort()).isNull();
  }

  @Test
  void everyFieldOfAnAppSurvivesTheWay() {
    String everything =
        """
        {"name":"all","image_reference":"nginx","image_port":80,"image_secret":"pull",
         "managed_domain_mappings":"local","probe_liveness":{"type":"http","path":"/l","port":81,
         "interval":2,"initial_delay":3,"timeout":4,"failure_threshold":5},"run_arguments":["a"],
         "run_as_user":7,"run_commands":["sh"],"run_compute_resource_token_enabled":true,
         "run_env_variables":[{"name":"A","value":""},{"type":"secret_full_reference",
         "reference":"s","prefix":"P_"}],"run_service_account":"none","run_volume_mounts":[
         {"type":"config_map","reference":"c","mount_path":"/c","sub_path":"x","read_only":false}],
         "scale_concurrency":5,"scale_concurrency_target":4,"scale_cpu_limit":"0.25",
         "scale_down_delay":9,"scale_ephemeral_storage_limit":"300M","scale_initial_instances":2,
         "scale_max_instances":3,"scale_memory_limit":"0.5G","scale_min_instances":1,
         "scale_request_timeout":20}
        """;
    var made = api.post(api.in("/apps"), everything);
    assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
    var sent = new HashMap<>(Api.json(everything));
    sent.put(
        "run_env_variables",
        List.of(
            Map.of("type", "literal", "name", "A", "value", ""),
            Map.of("type", "secret_full_reference", "reference", "s", "prefix", "P_")));
    assertThat(made.body()).containsAllEntriesOf(sent);
    assertThat(made.text("endpoint")).isEqualTo(made.text("endpoint_internal"));
    assertThat(
            api.patch(
                    api.in("/apps/" + made.text("name")),
                    "*",
                    "{\"managed_domain_mappings\":\"local_private\"}")
                .text("endpoint"))
        .matches("http://.+\\.private\\.localhost:7081");
    assertThat(Jsonb.instance().type(App.class).fromJson(made.http().body()).name())
        .isEqualTo("all");
  }

  @Test
  void anAppThatNeedsWhatDoesNotExistIsMadeWithAWarning() {
    var made = api.post(api.in("/apps"), APP.replace("}", ",\"image_secret\":\"pull\"}"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.field("warnings"))
        .isEqualTo(
            List.of("Secret 'pull' does not exist in project 'home'; nothing starts without it"));
  }

  private static final String THEN = "2026-01-01T12:00:00Z";

  private void deployed(String status, @Nullable String ready, String created) {
    api.post(api.in("/apps"), APP);
    var app = api.store.find(Kind.APP, key("web")).orElseThrow();
    var spec = new RevisionSpec("web", app.wanted(), app.id(), app.entityTag());
    for (String revision : List.of("web-00001", "web-00002")) {
      api.store.create(Kind.REVISION, key(revision), spec);
    }
    api.store.observe(
        Kind.APP,
        key("web"),
        _ -> new AppObserved(status, "ready_but_latest_revision_failed", 2, created, ready));
    api.store.observe(
        Kind.REVISION,
        key("web-00002"),
        _ ->
            new RevisionObserved(
                "failed", "fetch_image_failed_unknown_manifest", DIGEST, 0, DIAGNOSIS, NOON));
  }

  @Test
  void anAppThatIsNotWellSaysWhy() {
    deployed("warning", "web-00001", "web-00002");
    var details = api.get(api.in("/apps/web")).object("status_details");
    assertThat(details)
        .containsEntry("latest_created_revision", "web-00002")
        .containsEntry("latest_ready_revision", "web-00001")
        .containsEntry("retry_at", "2026-01-02T12:00:00Z");
    assertThat(details.get("diagnosis"))
        .isEqualTo(
            Map.of(
                "code", "tag_absent",
                "problem", "no such tag",
                "cause", "it was never pushed",
                "fix", "push it",
                "evidence", "404"));
    var revision = api.get(api.in("/apps/web/revisions/web-00002"));
    assertThat(revision.body())
        .containsEntry("app_name", "web")
        .containsEntry("image_digest", DIGEST)
        .containsEntry("resource_type", "app_revision_v2")
        .containsEntry("status", "failed")
        .doesNotContainKeys("endpoint", "entity_tag", "managed_domain_mappings");
    assertThat(revision.object("status_details")).containsKeys("diagnosis", "retry_at");
  }

  @Test
  void whatIsPinnedSaysWhetherItCanStartOffline() {
    deployed("ready", null, "web-00002");
    var whole = Map.of("can_start", true, "missing", List.of());
    assertThat(api.get(api.in("/apps/web")).object("status_details"))
        .containsEntry("offline", whole);
    var missing = new Missing(Missing.Part.LAYER, FakeImageService.LAYER, 7);
    api.driver.images.offline = new ImageService.Offline(List.of(missing), "");
    var part = Map.of("part", "layer", "digest", FakeImageService.LAYER.toString(), "size", 7L);
    assertThat(api.get(api.in("/apps/web/revisions/web-00002")).object("status_details"))
        .containsEntry("offline", Map.of("can_start", false, "missing", List.of(part)));
    assertThat(api.get(api.in("/apps/web/revisions/web-00001")).object("status_details"))
        .doesNotContainKey("offline");
  }

  @Test
  void theRevisionThatServesStays() {
    deployed("warning", "web-00001", "web-00002");
    assertThat(api.get(api.in("/apps/web/revisions")).names("revisions"))
        .containsExactly("web-00001", "web-00002");
    var refused = api.delete(api.in("/apps/web/revisions/web-00001"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.error()).contains("it serves the requests of its application");
    assertThat(api.delete(api.in("/apps/web/revisions/web-00002")).status()).isEqualTo(409);
    api.store.observe(
        Kind.APP, key("web"), _ -> new AppObserved("ready", "ready", 2, "web-00002", "web-00002"));
    assertThat(api.delete(api.in("/apps/web/revisions/web-00001")).status()).isEqualTo(202);
    assertThat(api.get(api.in("/apps/web/revisions")).names("revisions"))
        .containsExactly("web-00002");
  }

  private Api.Reply split(String targets) {
    return api.put(api.in("/apps/web/traffic"), "*", "{\"traffic\":[" + targets + "]}");
  }

  @Test
  void requestsCanBeSplitAmongRevisionsThatWereReady() {
    deployed("ready", "web-00001", "web-00002");
    var latest = Map.of("latest_revision", true, "percent", 100L);
    assertThat(api.get(api.in("/apps/web/traffic")).body())
        .isEqualTo(Map.of("entity_tag", "0", "traffic", List.of(latest)));
    assertThat(split("{\"revision_name\":\"web-00002\",\"percent\":100}").error())
        .contains("traffic[0].revision_name is 'web-00002'", "that was ready");
    api.store.observe(Kind.REVISION, key("web-00001"), seen -> seen.ready(1));
    var made =
        split(
            """
            {"revision_name":"web-00001","percent":90,"tag":"stable"},{"latest_revision":true,"percent":10}\
            """);
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.list("traffic").getFirst())
        .containsEntry(
            "url",
            api.get(api.in("/apps/web")).text("endpoint").replace("//web.", "//stable-web."));
    assertThat(api.get(api.in("/apps/web")).object("status_details"))
        .containsEntry("traffic", made.body().get("traffic"));
    assertThat(api.get(api.in("/apps/web")).field("entity_tag"))
        .as("no reason for a new revision")
        .isEqualTo(api.store.find(Kind.APP, key("web")).orElseThrow().entityTag());
    assertThat(api.put(api.in("/apps/web/traffic"), "0", "{\"traffic\":[]}").error())
        .contains("percents add up to 0");
    var all = "{\"traffic\":[{\"latest_revision\":true,\"percent\":100}]}";
    assertThat(api.put(api.in("/apps/web/traffic"), "0", all).status()).isEqualTo(412);
    api.store.observe(
        Kind.APP, key("web"), _ -> new AppObserved("ready", "ready", 2, "web-00002", "web-00002"));
    assertThat(api.delete(api.in("/apps/web/revisions/web-00001")).error())
        .contains("its application sends requests to it");
    String tag = (String) made.field("entity_tag");
    assertThat(api.put(api.in("/apps/web/traffic"), tag, all).status()).isEqualTo(200);
    api.delete(api.in("/apps/web"));
    assertThat(api.store.list(Kind.TRAFFIC, api.project)).isEmpty();
  }

  @Test
  void aSplitThatCannotBeIsRefusedWithAllThatIsWrong() {
    deployed("ready", "web-00001", "web-00002");
    api.post(api.in("/apps"), APP.replace("\"web\"", "\"new-web\""));
    api.store.observe(Kind.REVISION, key("web-00001"), seen -> seen.ready(1));
    var refused =
        split(
            """
            {"revision_name":"web-00001","percent":60,"tag":"new"},{"latest_revision":true,"tag":"old"},\
            {"percent":20},{"revision_name":"web-00001","latest_revision":true,"tag":"old"}\
            """);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.http().body())
        .contains(
            "there is an application 'new-web'",
            "traffic[2] needs to have either revision_name or latest_revision",
            "traffic[3] needs to have either revision_name or latest_revision",
            "add up to 80",
            "The tag 'old' is there twice");
    assertThat(split("{\"percent\":101,\"share\":1,\"tag\":\"A\"}").http().body())
        .contains("traffic[0].percent", "traffic[0].share is not a field", "traffic[0].tag");
  }

  @Test
  void anAppTakesItsRevisionsWithIt() {
    deployed("ready", "web-00001", "web-00002");
    api.delete(api.in("/apps/web"));
    assertThat(api.store.list(Kind.REVISION, api.project)).isEmpty();
  }

  @Test
  void instancesTellHowTheirContainersAre() {
    deployed("warning", "web-00001", "web-00002");
    api.driver.appInstances.put(
        key("web"),
        List.of(
            new Instance("web-00001-a", "web-00001", "running", "", 0, NOON, NOON, null, null),
            new Instance(
                "web-00001-b", "web-00001", "pending", "CrashLoopBackOff", 3, NOON, NOON, NOON, 1),
            new Instance(
                "web-00002-c",
                "web-00002",
                "pending",
                "ImagePullBackOff",
                0,
                NOON,
                null,
                null,
                null)));
    var reply = api.get(api.in("/apps/web/instances"));
    var instances =
        Jsonb.instance().type(AppInstanceList.class).fromJson(reply.http().body()).instances();
    assertThat(instances)
        .extracting(one -> one.status())
        .containsExactly("running", "pending", "pending");
    assertThat(reply.list("instances").get(0))
        .containsEntry("app_name", "web")
        .containsEntry("revision_name", "web-00001")
        .containsEntry("scale_memory_limit", "4G")
        .containsEntry(
            "status_details",
            Map.of(
                "restarts",
                0L,
                "user_container",
                Map.of(
                    "current_state",
                    Map.of("container_status", "running", "started_at", "2026-01-02T12:00:00Z"))));
    assertThat(String.valueOf(reply.list("instances").get(1).get("status_details")))
        .contains("restarts=3", "reason=CrashLoopBackOff", "last_observed_state={", "exit_code=1");
    assertThat(String.valueOf(reply.list("instances").get(2).get("status_details")))
        .contains("reason=ImagePullBackOff")
        .doesNotContain("last_observed_state");
  }

  @Test
  void aJobRunIsACopyOfItsJobWithWhatItOverrides() {
    api.post(
        api.in("/jobs"),
        """
        {"name":"sum","image_reference":"icr.io/codeengine/sum:1","run_arguments":["1"],
         "scale_array_spec":"1-3"}
        """);
    var run = api.post(api.in("/job_runs"), "{\"job_name\":\"sum\",\"run_arguments\":[\"2\"]}");
    assertThat(run.status()).isEqualTo(202);
    assertThat(run.text("name")).matches("sum-jobrun-[a-z0-9]{5}");
    assertThat(run.body())
        .containsEntry("job_name", "sum")
        .containsEntry("image_reference", "icr.io/codeengine/sum:1")
        .containsEntry("run_arguments", List.of("2"))
        .containsEntry("scale_array_spec", "1-3")
        .containsEntry("scale_retry_limit", 3L)
        .containsEntry("scale_max_execution_time", 7200L)
        .containsEntry("run_mode", "task")
        .containsEntry("status", "pending");
    assertThat(run.object("status_details"))
        .containsEntry("requested", 3L)
        .containsEntry("pending", 3L)
        .containsEntry("pending_indices", "1-3");
    api.patch(api.in("/jobs/sum"), "*", "{\"run_arguments\":[\"9\"]}");
    assertThat(api.get(api.in("/job_runs/" + run.text("name"))).body())
        .containsEntry("run_arguments", List.of("2"));
    assertThat(api.get(api.in("/job_runs?job_name=sum")).list("job_runs")).hasSize(1);
    assertThat(api.get(api.in("/job_runs?job_name=other")).list("job_runs")).isEmpty();
    assertThat(Jsonb.instance().type(JobRun.class).fromJson(run.http().body()).jobName())
        .isEqualTo("sum");
  }

  @Test
  void aJobTakesItsRunsWithItUnlessTheyAreAskedToStay() {
    String job = "{\"name\":\"sum\",\"image_reference\":\"sum\"}";
    api.post(api.in("/jobs"), job);
    api.post(api.in("/job_runs"), "{\"job_name\":\"sum\"}");
    api.delete(api.in("/jobs/sum?orphan_job_runs=true"));
    assertThat(api.get(api.in("/job_runs")).list("job_runs")).hasSize(1);
    api.post(api.in("/jobs"), job);
    api.delete(api.in("/jobs/sum"));
    assertThat(api.get(api.in("/job_runs")).list("job_runs")).isEmpty();
  }

  @Test
  void aRunOfNoJobIsNotFound() {
    var reply = api.post(api.in("/job_runs"), "{\"job_name\":\"ghost\"}");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).startsWith("Job 'ghost' not found in project 'home'");
  }

  @Test
  void aRunNeedsNoJob() {
    var run = api.post(api.in("/job_runs"), "{\"name\":\"once\",\"image_reference\":\"sum\"}");
    assertThat(run.status()).isEqualTo(202);
    assertThat(run.body()).containsEntry("name", "once").doesNotContainKey("job_name");
  }

  @Test
  void aJobHasALimitOfTenKibibytes() {
    String argument = "x".repeat(11_000);
    var reply =
        api.post(
            api.in("/jobs"),
            "{\"name\":\"big\",\"image_reference\":\"big\",\"run_arguments\":[\""
                + argument
                + "\"]}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error())
        .startsWith("size limit exceeded: the job takes 11,")
        .contains("at most 10,240");
  }

  @Test
  void aJobRunCountsItsIndices() {
    api.post(
        api.in("/job_runs"),
        "{\"name\":\"r\",\"image_reference\":\"sum\",\"scale_array_spec\":\"0-9\"}");
    var indices = new HashMap<String, IndexObserved>();
    for (int i = 0; i < 10; i++) {
      String status = i < 3 ? "failed" : i == 5 ? "failed" : i == 9 ? "running" : "succeeded";
      indices.put(
          String.valueOf(i), new IndexObserved(status, i < 3 ? 3 : 0, NOON, NOON, "OOMKilled"));
    }
    api.store.observe(
        Kind.JOB_RUN,
        key("r"),
        _ -> new JobRunObserved("running", "sha256:2", NOON, null, indices, DIAGNOSIS, null));
    var run = api.get(api.in("/job_runs/r"));
    assertThat(run.body()).containsEntry("image_digest", "sha256:2");
    assertThat(run.object("status_details"))
        .containsEntry("failed", 4L)
        .containsEntry("failed_indices", "0-2,5")
        .containsEntry("running", 1L)
        .containsEntry("running_indices", "9")
        .containsEntry("succeeded", 5L)
        .containsEntry("succeeded_indices", "3-4,6-8")
        .containsEntry("pending", 0L)
        .containsEntry("requested", 10L)
        .containsEntry("start_time", "2026-01-02T12:00:00Z")
        .containsKey("diagnosis")
        .doesNotContainKeys("pending_indices", "completion_time");
    assertThat(String.valueOf(run.object("status_details").get("indices_details")))
        .contains("last_failure_reason=OOMKilled", "retries=3");
  }

  @Test
  void instancesOfAJobRunAreListed() {
    api.post(api.in("/job_runs"), "{\"name\":\"r\",\"image_reference\":\"sum\"}");
    api.driver.jobRunInstances.put(
        key("r"), List.of(new Instance("r-0-0", "r", "failed", "Error", 0, NOON, NOON, NOON, 3)));
    var instance = api.get(api.in("/job_runs/r/instances")).list("instances").getFirst();
    assertThat(instance).containsEntry("name", "r-0-0").containsEntry("job_run_name", "r");
    assertThat(String.valueOf(instance.get("status_details")))
        .contains("container_status=terminated", "exit_code=3", "reason=Error");
  }

  @Test
  void secretsAreOpenByNameAndClosedInLists() {
    var made =
        api.post(
            api.in("/secrets"),
            """
            {"name":"pull","format":"registry","data":{"username":"u","password":"p",
             "server":"localhost:5000"}}
            """);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body())
        .containsEntry("resource_type", "secret_registry_v2")
        .containsEntry("generated_by", "user")
        .containsEntry("format", "registry");
    assertThat(api.get(api.in("/secrets/pull")).object("data")).containsEntry("password", "p");
    var listed = api.get(api.in("/secrets?format=registry")).list("secrets");
    assertThat(listed).hasSize(1);
    assertThat(listed.getFirst()).doesNotContainKey("data");
    assertThat(api.get(api.in("/secrets?format=tls")).list("secrets")).isEmpty();
    assertThat(api.get(api.in("/secrets?format=opaque")).status()).isEqualTo(400);
  }

  @Test
  void prometheusReadsWhatIsAskedOfApps() throws Exception {
    api.driver.loads.add(
        new AppLoad(
            key("web"),
            "web-00001",
            3,
            2,
            10,
            20.5,
            31,
            true,
            1234,
            20,
            7,
            1,
            0,
            Histogram.of(List.of(0.5, 1.0)).with(0.7).with(3).with(0.5),
            Map.of("frozen", Histogram.of(List.of(0.01)).with(0.002)),
            Map.of("mount", Histogram.of(List.of(0.01)).with(0.003))));
    api.driver.loads.add(
        new AppLoad(
            new Key("elsewhere", "x"),
            "x-00001",
            1,
            1,
            100,
            0,
            0,
            false,
            1,
            0,
            0,
            0,
            0,
            Histogram.of(List.of()),
            Map.of(),
            Map.of()));
    var metrics = api.uri("").resolve("/metrics");
    var request = api.request("").uri(metrics).build();
    var answer = api.client.send(request, BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
    assertThat(answer.body())
        .contains("# TYPE ibm_codeengine_application_requests_total counter")
        .contains(
            "ibm_codeengine_application_requests_total{ibm_codeengine_project_name=\"home\","
                + "ibm_codeengine_application_name=\"web\",ibm_codeengine_revision_name=\"web-00001\"} 1234.0")
        .contains(
            web("request_seconds_bucket", ",le=\"0.5\"") + " 1\n",
            web("request_seconds_bucket", ",le=\"1.0\"") + " 2\n",
            web("request_seconds_bucket", ",le=\"+Inf\"") + " 3\n",
            web("request_seconds_sum", "") + " 4.2\n",
            web("request_seconds_count", "") + " 3\n",
            web("cold_start_seconds_bucket", ",rung=\"frozen\",le=\"0.01\"") + " 1\n",
            web("cold_start_phase_seconds_count", ",phase=\"mount\"") + " 1\n",
            web("frozen_instances", "") + " 1.0\n");
    api.post(api.in("/apps"), APP);
    assertThat(api.get(api.in("/apps/web")).object("status_details").get("cold_start"))
        .isEqualTo(
            Map.of(
                "wakes", List.of(Map.of("what", "frozen", "count", 1L, "average_seconds", 0.002)),
                "phases", List.of(Map.of("what", "mount", "count", 1L, "average_seconds", 0.003))));
    var nobody = HttpRequest.newBuilder(metrics).build();
    assertThat(api.client.send(nobody, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  private static String web(String name, String more) {
    return "windlass_application_%s{ibm_codeengine_project_name=\"home\",ibm_codeengine_application_name=\"web\",ibm_codeengine_revision_name=\"web-00001\"%s}"
        .formatted(name, more);
  }

  @Test
  void instancesOfAnAppCanBeReplaced() {
    deployed("ready", "web-00001", "web-00001");
    api.driver.appInstances.put(
        key("web"),
        List.of(
            new Instance("web-1", "web-00001", "running", "", 0, NOON, NOON, null, null),
            new Instance("web-2", "web-00001", "running", "", 0, NOON, NOON, null, null)));
    assertThat(api.post(api.in("/apps/web/restart"), "{}").body())
        .containsEntry("instances", List.of("web-1", "web-2"));
    assertThat(api.post(api.in("/apps/web/restart?instance=web-2"), "{}").body())
        .containsEntry("instances", List.of("web-2"));
    var none = api.post(api.in("/apps/web/restart?instance=web-3"), "{}");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.error()).startsWith("Instance 'web-3' of application 'web' does not run");
    assertThat(api.post(api.in("/apps/none/restart"), "{}").status()).isEqualTo(404);
  }

  @Test
  void anAppGoesBackToWhatARevisionOfItWas() {
    api.post(api.in("/apps"), APP);
    api.store.observe(
        Kind.APP, key("web"), _ -> new AppObserved("ready", "ready", 4, "web-00004", "web-00004"));
    var app = api.store.find(Kind.APP, key("web")).orElseThrow();
    assertThat(api.post(api.in("/apps/web/rollback"), "{}").error())
        .startsWith("No revision of application 'web' is older than the newest");
    for (int i = 3; i <= 4; i++) {
      var spec = new RevisionSpec("web", app.wanted(), app.id(), "tag");
      api.store.create(Kind.REVISION, key("web-0000" + i), spec);
    }
    assertThat(api.post(api.in("/apps/web/rollback?revision=web-00003"), "{}").status())
        .as("it never had an image")
        .isEqualTo(409);
    api.store.observe(
        Kind.REVISION,
        key("web-00003"),
        _ -> new RevisionObserved("ready", "ready", DIGEST, 0, null, null));
    api.patch(api.in("/apps/web"), "*", "{\"image_reference\":\"icr.io/other\",\"run_as_user\":7}");
    var back = api.post(api.in("/apps/web/rollback"), "{}");
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.text("image_reference")).endsWith("@" + DIGEST).doesNotContain("other");
    assertThat(back.body()).doesNotContainKey("run_as_user");
    assertThat(api.post(api.in("/apps/none/rollback"), "{}").status()).isEqualTo(404);
  }

  @Test
  void credentialsOfACloudAreKeptWithWhatTheyAreFor() {
    var made =
        api.post(
            api.in("/secrets"),
            """
            {"name":"cos","format":"service_access","data":{"apikey":"k"},
             "service_access":{"service_instance":{"id":"i-1"},"role":{"crn":"crn:v1:writer"}}}
            """);
    assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
    assertThat(made.body()).containsEntry("resource_type", "secret_service_access_v2");
    var changed =
        api.put(
            api.in("/secrets/cos"),
            "*",
            "{\"format\":\"service_access\",\"data\":{\"apikey\":\"new\"}}");
    assertThat(changed.object("data")).isEqualTo(Map.of("apikey", "new"));
    assertThat(changed.object("service_access"))
        .containsEntry("service_instance", Map.of("id", "i-1"))
        .containsEntry("role", Map.of("crn", "crn:v1:writer"));
    var operator =
        api.post(
            api.in("/secrets"),
            """
            {"name":"op","format":"service_operator","data":{"apikey":"k"},
             "service_operator":{"resource_group_ids":["*"],"serviceid":{"id":"s"},"user_managed":true}}
            """);
    assertThat(operator.status()).as("%s", operator.body()).isEqualTo(201);
    assertThat(operator.body()).containsEntry("resource_type", "secret_operator_v2");
    var other = api.post(api.in("/secrets"), "{\"name\":\"o\",\"format\":\"other\"}");
    assertThat(other.body()).containsEntry("resource_type", "secret_other_v2");
  }

  @Test
  void aReplacedSecretHoldsOnlyWhatIsNew() {
    api.post(api.in("/secrets"), "{\"name\":\"s\",\"format\":\"generic\",\"data\":{\"a\":\"1\"}}");
    var replaced =
        api.put(api.in("/secrets/s"), "*", "{\"format\":\"generic\",\"data\":{\"b\":\"2\"}}");
    assertThat(replaced.object("data")).isEqualTo(Map.of("b", "2"));
    var other =
        api.put(
            api.in("/secrets/s"),
            "*",
            "{\"format\":\"tls\",\"data\":{\"tls_cert\":\"c\",\"tls_key\":\"k\"}}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.error()).contains("as a secret keeps its format");
    assertThat(api.put(api.in("/secrets/none"), "*", "{\"format\":\"generic\"}").status())
        .isEqualTo(404);
  }

  @Test
  void aProjectGoesWithAllThatIsInIt() {
    deployed("ready", "web-00001", "web-00002");
    api.post(api.in("/jobs"), "{\"name\":\"sum\",\"image_reference\":\"sum\"}");
    api.post(api.in("/job_runs"), "{\"job_name\":\"sum\"}");
    api.post(api.in("/secrets"), "{\"name\":\"s\",\"format\":\"generic\"}");
    api.post(api.in("/config_maps"), "{\"name\":\"c\"}");
    assertThat(api.delete(api.in("?hard=true")).status()).isEqualTo(202);
    for (var kind :
        List.of(
            Kind.APP,
            Kind.REVISION,
            Kind.JOB,
            Kind.JOB_RUN,
            Kind.SECRET,
            Kind.CONFIG_MAP,
            Kind.PROJECT)) {
      assertThat(api.store.list(kind, "")).as("%s", kind).isEmpty();
    }
    assertThat(api.get(api.in("/apps")).status()).isEqualTo(404);
  }

  @Test
  void nothingIsMadeInAProjectThatIsNotActive() {
    api.store.observe(
        Kind.PROJECT,
        new Key("", api.project),
        now -> ProjectObserved.of("deleting", now.subdomain()));
    var reply = api.post(api.in("/apps"), APP);
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.error()).startsWith("Project is not yet active");
  }

  @Test
  void aProjectTellsItsStatusAndAddresses() {
    assertThat(api.get(api.in("")).body())
        .containsEntry("status", "active")
        .containsEntry("resource_type", "project_v2")
        .containsEntry("name", "home");
    assertThat(api.get(api.in("/status_details")).body())
        .containsEntry("project", "enabled")
        .containsEntry("domain", "ready");
    assertThat(api.get(api.in("/egress_ips")).body()).containsKeys("private", "public");
    assertThat(api.get("/projects").names("projects")).containsExactly("home");
  }

  @Test
  void theEngineTellsWhereItsPartsAre() {
    assertThat(api.get("/engine").body())
        .isEqualTo(
            Map.of(
                "version", "1.2.3",
                "api", "http://127.0.0.1:" + api.server.address().getPort(),
                "ingress", "http://127.0.0.1:7080",
                "ingress_private", "http://127.0.0.1:7081",
                "registry", "127.0.0.1:5000",
                "state", "/state"));
  }

  @Test
  void eventsAreToldOldestFirst() {
    deployed("ready", "web-00001", "web-00002");
    api.store.record(Kind.APP, key("web"), "Normal", "Created", "", "made revision web-00001");
    for (int i = 0; i < 2; i++) {
      api.store.record(Kind.REVISION, key("web-00001"), "Warning", "BackOff", "web-x", "waiting");
    }
    assertThat(api.get(api.in("/apps/web/events")).list("events").getFirst())
        .containsEntry("reason", "Created")
        .containsEntry("count", 1L);
    assertThat(api.get(api.in("/apps/web/revisions/web-00001/events")).list("events").getFirst())
        .containsEntry("instance", "web-x")
        .containsEntry("count", 2L);
    assertThat(api.get(api.in("/apps/ghost/events")).status()).isEqualTo(404);
  }

  @Test
  void attemptsAreToldWithTheirSteps() {
    deployed("failed", "web-00001", "web-00002");
    var step = new PullAttempt.Step("dns", "icr.io", "failed", THEN, 3, Map.of("error", "no"));
    var attempt =
        new PullAttempt(
            "icr.io/a:1",
            null,
            "failed",
            THEN,
            4,
            0,
            "host_unknown",
            "permanent",
            "no",
            THEN,
            List.of(),
            List.of(step));
    api.store.attempted(Kind.REVISION, key("web-00001"), attempt);
    for (var path : List.of("/apps/web/attempts", "/apps/web/revisions/web-00001/attempts")) {
      assertThat(api.get(api.in(path)).list("attempts").getFirst())
          .containsEntry("cause", "host_unknown")
          .containsEntry("next_attempt_at", THEN)
          .containsEntry(
              "steps",
              List.of(
                  Map.of(
                      "name",
                      "dns",
                      "at",
                      "icr.io",
                      "outcome",
                      "failed",
                      "started_at",
                      THEN,
                      "milliseconds",
                      3L,
                      "seen",
                      Map.of("error", "no"))));
    }
    assertThat(api.get(api.in("/apps/ghost/attempts")).status()).isEqualTo(404);
  }

  @Test
  void whatWaitsIsTriedAgainWhenAsked() {
    deployed("failed", "web-00001", "web-00002");
    assertThat(api.post(api.in("/apps/web/retry"), "{}").status()).isEqualTo(409);
    api.store.observe(Kind.REVISION, key("web-00001"), now -> now.tried(""));
    var answer = api.post(api.in("/apps/web/retry"), "{}");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo(Map.of("revisions", List.of("web-00001")));
    var seen = api.store.find(Kind.REVISION, key("web-00001")).orElseThrow().observed();
    assertThat(seen.retryAt()).isBeforeOrEqualTo(Instant.now());
    assertThat(api.post(api.in("/apps/ghost/retry"), "{}").status()).isEqualTo(404);
  }

  @Test
  void aPullUnderWayIsTold() {
    api.post(api.in("/apps"), APP);
    assertThat(api.get(api.in("/apps/web/pulling")).body())
        .isEqualTo(Map.of("image", "", "layers", List.of()));
    api.driver.pulls.put(
        key("web"), new Driver.Pulling("nginx", List.of(new Driver.Layer("sha256:3", 5, 10))));
    assertThat(api.get(api.in("/apps/web/pulling")).body())
        .isEqualTo(
            Map.of(
                "image",
                "nginx",
                "layers",
                List.of(Map.of("digest", "sha256:3", "done", 5L, "total", 10L))));
  }

  /// App and revision quotas of the page on apps that are not made; with the name of the cause.
  @Test
  void quotasSayTheCauseAndWhatMendsIt() {
    for (int i = 0; i < 40; i++) {
      var app = "{\"name\":\"a-%d\",\"image_reference\":\"x\"}".formatted(i);
      assertThat(api.post(api.in("/apps?preflight=false"), app).status()).isEqualTo(201);
    }
    var refused = api.post(api.in("/apps"), "{\"name\":\"more\",\"image_reference\":\"x\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.errors().getFirst())
        .containsEntry("code", "quota_exceeded")
        .containsEntry("cause", "quota_reached")
        .containsEntry(
            "fix", "see which there are, and delete what is not needed: windlass app list");
  }

  @Test
  void refusalsNameTheCause() {
    var bad =
        api.post(api.in("/apps"), "{\"name\":\"A\",\"image_reference\":\"b b\",\"image_port\":0}");
    assertThat(bad.errors())
        .extracting(error -> error.get("cause"))
        .containsExactlyInAnyOrder("name_invalid", "reference_invalid", "setting_invalid");
  }
}

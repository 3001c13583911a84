// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AppCommandsTest {
  private static final String NOT_READY = "\"reason\":\"deploying\"";

  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void createSendsExactlyWhatWasGiven() {
    desk.on("POST /apps", 201, Samples.deploying("web"))
        .on("GET /secrets/db", Samples.secret("db", "generic", ""))
        .on("GET /secrets/pull", Samples.secret("pull", "registry", ""))
        .on("GET /config_maps/settings", Samples.configMap("settings", ""));

    var ran =
        desk.run(
            "app",
            "create",
            "-n",
            "web",
            "--image",
            "localhost:5000/samples/hello:v1",
            "--no-wait",
            "-e",
            "A=1",
            "-e",
            "B=x=y",
            "--env-sec",
            "DB_=db",
            "--env-cm",
            "settings:MODE=mode,other",
            "--mount-secret",
            "/keys=db",
            "--mount-cm",
            "/etc/settings=settings",
            "--cpu",
            "0.5",
            "--memory=1G",
            "--es",
            "1G",
            "-p",
            "h2c:9090",
            "--min",
            "1",
            "--max",
            "5",
            "--cn",
            "7",
            "--ct",
            "5",
            "--timeout",
            "60",
            "--sdd",
            "30",
            "--rs",
            "pull",
            "-c",
            "/bin/x",
            "-a",
            "one",
            "--arg",
            "-two",
            "--probe-live",
            "type=http",
            "--pl",
            "path=/health",
            "--pr",
            "type=tcp",
            "-v",
            "project",
            "--user",
            "1000",
            "--sa",
            "reader");

    assertThat(ran.err()).isEmpty();
    assertThat(desk.api.change().body())
        .isEqualTo(
            """
            {"image_reference":"localhost:5000/samples/hello:v1","image_secret":"pull",\
            "run_commands":["/bin/x"],"run_arguments":["one","-two"],"run_service_account":"reader",\
            "run_as_user":1000,"run_env_variables":[\
            {"key":"mode","name":"MODE","reference":"settings","type":"config_map_key_reference"},\
            {"key":"other","name":"other","reference":"settings","type":"config_map_key_reference"},\
            {"prefix":"DB_","reference":"db","type":"secret_full_reference"},\
            {"name":"A","type":"literal","value":"1"},{"name":"B","type":"literal","value":"x=y"}],\
            "run_volume_mounts":[{"mount_path":"/etc/settings","reference":"settings","type":"config_map"},\
            {"mount_path":"/keys","reference":"db","type":"secret"}],\
            "scale_cpu_limit":"0.5","scale_memory_limit":"1G","scale_ephemeral_storage_limit":"1G",\
            "image_port":9090,"image_port_name":"h2c","managed_domain_mappings":"local",\
            "probe_liveness":{"path":"/health","type":"http"},"probe_readiness":{"type":"tcp"},\
            "scale_concurrency":7,"scale_concurrency_target":5,"scale_min_instances":1,\
            "scale_max_instances":5,"scale_request_timeout":60,"scale_down_delay":30,"name":"web"}\
            """);
  }

  private static final String SPLIT =
      """
      {"entity_tag":"7","traffic":[{"revision_name":"web-00001","percent":90,"tag":"stable",\
      "url":"http://stable-web.abc.localhost:1"},{"latest_revision":true,"percent":10}]}\
      """;

  @Test
  void trafficSaysWhoGetsWhat() {
    desk.on("GET /apps/web/traffic", SPLIT);
    assertThat(desk.run("app", "traffic", "-n", "web", "-q").out())
        .isEqualTo(
            """
            Revision   Traffic  Tag     URL
            web-00001  90%      stable  http://stable-web.abc.localhost:1
            @latest    10%
            """);
  }

  @Test
  void trafficIsSplitAsAskedAndTagsStay() {
    desk.on("GET /apps/web/traffic", SPLIT).on("PUT /apps/web/traffic", SPLIT);
    desk.run(
        "app",
        "traffic",
        "-n",
        "web",
        "--traffic",
        "web-00002=30",
        "--traffic",
        "@latest=70",
        "--tag",
        "@latest=next");
    assertThat(desk.api.change().body())
        .isEqualTo(
            """
            {"traffic":[{"revision_name":"web-00002","percent":30},\
            {"latest_revision":true,"percent":70,"tag":"next"},\
            {"revision_name":"web-00001","tag":"stable"}]}\
            """);
  }

  @Test
  void trafficTagsAloneLeaveTheSharesAsTheyAre() {
    desk.on("GET /apps/web/traffic", SPLIT).on("PUT /apps/web/traffic", SPLIT);
    desk.run("app", "traffic", "-n", "web", "--untag", "stable", "--tag", "web-00001=old");
    assertThat(desk.api.change().body())
        .isEqualTo(
            """
            {"traffic":[{"revision_name":"web-00001","percent":90,"tag":"old"},\
            {"latest_revision":true,"percent":10}]}\
            """);
    assertThat(desk.run("app", "traffic", "-n", "web", "--untag", "none").all())
        .contains("No revision has the tag 'none'");
    assertThat(desk.run("app", "traffic", "-n", "web", "--traffic", "web-00001").all())
        .contains("--traffic is 'web-00001', needs to be REVISION=PERCENT");
    assertThat(desk.run("app", "traffic", "-n", "web", "--traffic", "web-00001=x").all())
        .contains("needs a whole number from 0 to 100");
  }

  @Test
  void createWaitsUntilTheAppServes() {
    desk.on("POST /apps", 201, Samples.app("web", "deploying", NOT_READY))
        .on("GET /apps/web", Samples.app("web", "deploying", NOT_READY))
        .on("GET /apps/web", Samples.deploying("web"))
        .on("GET /apps/web", Samples.deploying("web"))
        .on("GET /apps/web", Samples.ready("web"))
        .on(
            "GET /apps/web/revisions/web-00001",
            Samples.revision("web-00001", "loading", NOT_READY))
        .on("GET /apps/web/pulling", pulling(0))
        .on("GET /apps/web/pulling", pulling(1_140_000));

    Golden.check("app-create", desk.run("app", "create", "-n", "web", "-i", "x").all());
  }

  private static String pulling(long done) {
    return """
    {"image":"localhost:5000/samples/hello@%s","layers":[{"digest":"%s","done":%d,"total":1140000}]}
    """
        .formatted(Samples.DIGEST, Samples.DIGEST, done);
  }

  @Test
  void aTerminalShowsEachLayer() {
    desk.on("POST /apps", 201, Samples.deploying("web"))
        .on("GET /apps/web", Samples.deploying("web"))
        .on("GET /apps/web", Samples.deploying("web"))
        .on("GET /apps/web", Samples.ready("web"))
        .on(
            "GET /apps/web/revisions/web-00001",
            Samples.revision("web-00001", "loading", NOT_READY))
        .on("GET /apps/web/pulling", pulling(0))
        .on("GET /apps/web/pulling", pulling(1_140_000));

    var ran = desk.atATerminal().run("app", "create", "-n", "web", "-i", "x");

    assertThat(ran.out())
        .contains("  sha256:1cee99abf1b6  [########################]  1.1 MB of 1.1 MB  done\n")
        .contains("\u001b[1A\u001b[2K\u001b[1A\u001b[2K");
  }

  @Test
  void createTellsWhyTheRevisionFailed() {
    desk.on("POST /apps", 201, Samples.deploying("web"))
        .on("GET /apps/web", Samples.failed("web"))
        .on(
            "GET /apps/web/revisions/web-00001",
            Samples.revision(
                "web-00001",
                "failed",
                "\"reason\":\"fetch_image_failed_unknown_manifest\",\"diagnosis\":"
                    + Samples.DIAGNOSIS));

    var ran = desk.run("app", "create", "-n", "web", "-i", "localhost:5000/samples/hello:v9");

    Golden.check("app-create-failed", ran.all());
    assertThat(desk.api.change().method()).isEqualTo("POST"); // the app stays
  }

  @Test
  void createGivesUpWaitingInTime() {
    desk.on("POST /apps", 201, Samples.deploying("web"))
        .on("GET /apps/web", Samples.deploying("web"))
        .on(
            "GET /apps/web/revisions/web-00001",
            Samples.revision("web-00001", "loading", NOT_READY))
        .on("GET /apps/web/pulling", "{\"image\":\"x\",\"layers\":[]}");

    var ran = desk.run("app", "create", "-n", "web", "-i", "x", "--wait-timeout", "0");

    Golden.check("app-create-too-late", ran.all());
  }

  @Test
  void createSaysWhatItWaitedForInVain() {
    desk.on("POST /apps", 201, Samples.deploying("web"))
        .on("GET /apps/web", Samples.failed("web"))
        .on(
            "GET /apps/web/revisions/web-00001",
            Samples.revision("web-00001", "loading", NOT_READY))
        .on("GET /apps/web/pulling", "{\"image\":\"x\",\"layers\":[]}");

    var ran = desk.run("app", "create", "-n", "web", "-i", "x", "--wait-timeout", "0");

    Golden.check("app-create-too-late-because", ran.all());
  }

  @Test
  void createPassesOnARefusal() {
    desk.on(
        "POST /apps",
        409,
        """
        {"errors":[{"code":"conflict","message":"Application 'web' already exists within project 'default', please select a unique name."}],"trace":"codeengine-api-0123","status_code":409}
        """);

    Golden.check("app-create-refused", desk.run("app", "create", "-n", "web", "-i", "x").all());
  }

  @Test
  void createChecksThatWhatIsNamedExists() {
    var ran = desk.run("app", "create", "-n", "web", "-i", "x", "--env-from-secret", "none");

    Golden.check("app-create-no-secret", ran.all());
    assertThat(desk.api.asked()).extracting(a -> a.method()).containsOnly("GET");
  }

  @Test
  void forceLeavesTheCheckOut() {
    desk.on("POST /apps", 201, Samples.deploying("web"));

    var ran = desk.run("app", "create", "-n", "web", "-i", "x", "--rs", "none", "-f", "--nw");

    assertThat(ran.exitCode()).isZero();
    assertThat(desk.api.asked()).hasSize(1);
  }

  @Test
  void warningsOfTheServerAreShown() {
    var odd = "Secret 'none' does not exist in project 'default'; nothing starts without it";
    var app = Samples.deploying("web");
    desk.on(
        "POST /apps", 201, app.substring(0, app.length() - 1) + ",\"warnings\":[\"" + odd + "\"]}");

    var ran = desk.run("app", "create", "-n", "web", "-i", "x", "--rs", "none", "-f", "--nw");

    assertThat(ran.err()).isEqualTo("Warning: " + odd + "\n");
  }

  @Test
  void outputUrlIsOnlyTheAddress() {
    desk.on("GET /apps/web", Samples.ready("web"));

    assertThat(desk.run("app", "get", "-n", "web", "-o", "url").out())
        .isEqualTo("http://web.abcdefghijk.localhost:7080\n");
    assertThat(desk.run("app", "get", "-n", "web", "-o", "project-url").out())
        .isEqualTo("http://web.abcdefghijk.svc.cluster.local\n");
  }

  @Test
  void updatePatchesOnlyWhatChanges() {
    desk.on("GET /apps/web", Samples.ready("web")).on("PATCH /apps/web", Samples.deploying("web"));

    var ran =
        desk.run(
            "app",
            "update",
            "-n",
            "web",
            "--nw",
            "-e",
            "TARGET=Moon",
            "--env-rm",
            "MODE",
            "--env-sec-rm",
            "db",
            "--mount-rm",
            "/keys",
            "--rsc",
            "--arguments-clear",
            "--plr");

    assertThat(ran.exitCode()).isZero();
    var change = desk.api.change();
    assertThat(change.ifMatch()).isEqualTo("77");
    assertThat(change.body())
        .isEqualTo(
            """
            {"image_secret":null,"run_arguments":[],\
            "run_env_variables":[{"name":"TARGET","type":"literal","value":"Moon"}],\
            "run_volume_mounts":[],"probe_liveness":null}\
            """);
  }

  @Test
  void updateWaitsForTheNewRevision() {
    var newer =
        "\"reason\":\"ready\",\"latest_created_revision\":\"web-00002\",\"latest_ready_revision\":\"%s\"";
    desk.on("GET /apps/web", Samples.ready("web"))
        .on("GET /apps/web", Samples.ready("web")) // the engine has not looked yet
        .on("GET /apps/web", Samples.app("web", "ready", newer.formatted("web-00001")))
        .on("GET /apps/web", Samples.app("web", "ready", newer.formatted("web-00002")))
        .on("PATCH /apps/web", Samples.ready("web"))
        .on(
            "GET /apps/web/revisions/web-00002",
            Samples.revision("web-00002", "loading", NOT_READY))
        .on("GET /apps/web/pulling", "{\"image\":\"x\",\"layers\":[]}");

    Golden.check("app-update", desk.run("app", "update", "-n", "web").all());
  }

  @Test
  void getShowsAll() {
    desk.on("GET /apps/web", Samples.ready("web"))
        .on(
            "GET /apps/web/revisions",
            Samples.list(
                "revisions",
                Samples.revision(
                    "web-00001", "ready", "\"actual_instances\":1,\"reason\":\"ready\"")))
        .on(
            "GET /apps/web/instances",
            Samples.list("instances", Samples.instance("web-00001", "running", "")))
        .on("GET /apps/web/events", Samples.events("web-00001-deployment-6c9b5cf966-wjs44"));

    Golden.check("app-get", desk.run("app", "get", "--name", "web").all());
    Golden.check("app-get-quiet", desk.run("app", "get", "--name", "web", "-q").all());
  }

  @Test
  void getShowsWhyItFailed() {
    desk.on("GET /apps/web", Samples.failed("web"))
        .on(
            "GET /apps/web/revisions",
            Samples.list(
                "revisions",
                Samples.revision(
                    "web-00001", "failed", "\"reason\":\"fetch_image_failed_unknown_manifest\"")))
        .on(
            "GET /apps/web/instances",
            Samples.list("instances", Samples.instance("web-00001", "pending", "ImagePullBackOff")))
        .on("GET /apps/web/events", "{\"events\":[]}");

    Golden.check("app-get-failed", desk.run("app", "get", "--name", "web").all());
  }

  @Test
  void getAsJsonIsAKnativeService() {
    desk.on("GET /apps/web", Samples.ready("web"));

    Golden.check("app-get-json", desk.run("app", "get", "-n", "web", "-o", "json").all());
    Golden.check("app-get-yaml", desk.run("app", "get", "-n", "web", "-o", "yaml").all());
  }

  @Test
  void scriptsForCodeEngineFindWhatTheyLookFor() {
    desk.on("GET /apps/web", Samples.ready("web"))
        .on("GET /apps", Samples.list("apps", Samples.ready("web"), Samples.ready("api")));

    assertThat(select("app", "get", "-n", "web", "-o", "jsonpath={.status.url}"))
        .isEqualTo("http://web.abcdefghijk.localhost:7080\n");
    assertThat(
            select(
                "ce",
                "application",
                "get",
                "-n",
                "web",
                "-o",
                "jsonpath={.status.latestReadyRevisionName}"))
        .isEqualTo("web-00001\n");
    assertThat(
            select(
                "app",
                "get",
                "-n",
                "web",
                "-o",
                "jsonpath={.spec.template.spec.containers[0].image}"))
        .isEqualTo("localhost:5000/samples/hello:v1\n");
    assertThat(select("app", "list", "-o", "jsonpath={.items[*].metadata.name}"))
        .isEqualTo("api web\n");
    assertThat(select("app", "list", "-o", "jsonpath-as-json={.items[*].metadata.name}"))
        .isEqualTo("[\n  \"api\",\n  \"web\"\n]\n");
  }

  private String select(String... args) {
    var ran = desk.run(args);
    assertThat(ran.err()).isEmpty();
    return ran.out();
  }

  @Test
  void listShowsOneLineEach() {
    desk.on(
        "GET /apps",
        Samples.list(
            "apps", Samples.ready("web"), Samples.failed("shop"), Samples.deploying("api")));

    Golden.check("app-list", desk.run("app", "list").all());
  }

  @Test
  void deleteAsksFirst() {
    desk.on("DELETE /apps/web", "");

    var no = desk.typing("n").run("app", "delete", "-n", "web");
    assertThat(no.out()).isEqualTo("Are you sure you want to delete application web? [y/N]> ");
    assertThat(desk.api.asked()).isEmpty();

    var yes = desk.typing("y").run("app", "delete", "-n", "web");
    assertThat(yes.out()).endsWith("Deleting application 'web'...\nOK\n");
    assertThat(desk.api.asked()).hasSize(1);
  }

  @Test
  void deleteOfNothingIsFineWhenToldSo() {
    assertThat(desk.run("app", "delete", "-n", "web", "-f").exitCode()).isEqualTo(1);
    assertThat(desk.run("app", "delete", "-n", "web", "-f", "--inf").exitCode()).isZero();
  }

  @Test
  void deleteWaitsWhenToldSo() {
    desk.on("DELETE /apps/web", "")
        .on("GET /apps/web", Samples.ready("web"))
        .on("GET /apps/web", 404, "");

    assertThat(desk.run("app", "delete", "-n", "web", "-f", "--wait").exitCode()).isZero();
    assertThat(desk.api.asked())
        .extracting(a -> a.path())
        .contains("/v2/projects/p1/changes?since=1&wait=30");
  }

  @Test
  void attemptsAreShownStepByStep() {
    desk.on("GET /apps/web/attempts", Samples.attempts())
        .on("GET /apps/web/revisions/web-00001/attempts", "{\"attempts\":[]}")
        .on("POST /apps/web/retry", 202, "{\"revisions\":[\"web-00001\"]}");
    Golden.check("app-attempts", desk.run("app", "attempts", "-n", "web").all());
    Golden.check("app-attempts-verbose", desk.run("app", "attempts", "-n", "web", "-v").all());
    Golden.check("app-attempts-json", desk.run("app", "attempts", "-n", "web", "-o=json").all());
    Golden.check("revision-attempts", desk.run("rev", "attempts", "-n", "web-00001").all());
    Golden.check("app-retry", desk.run("app", "retry", "-n", "web").all());
  }

  @Test
  void eventsHaveATableForEachInstance() {
    desk.on("GET /apps/web/events", Samples.events("web-00001-deployment-6c9b5cf966-wjs44"))
        .on(
            "GET /apps/web/revisions/web-00001/events",
            Samples.events("web-00001-deployment-6c9b5cf966-wjs44"));

    Golden.check("app-events", desk.run("app", "events", "-n", "web").all());
    Golden.check(
        "app-events-instance",
        desk.run("app", "events", "-i", "web-00001-deployment-6c9b5cf966-wjs44").all());
    Golden.check("revision-events", desk.run("rev", "events", "-n", "web-00001").all());
  }

  @Test
  void logsHaveAHeadingForEachInstance() {
    prepareLogs("tail=-1&follow=false");
    prepareLogs("tail=2&follow=true");

    Golden.check("app-logs", desk.run("app", "logs", "-n", "web").all());
    Golden.check(
        "app-logs-raw",
        desk.run("app", "logs", "-n", "web", "--raw", "--timestamps", "-q", "-f", "--tail", "2")
            .all());
  }

  private void prepareLogs(String query) {
    desk.on("GET /apps/web", Samples.ready("web"))
        .on(
            "GET /apps/web/instances",
            Samples.list("instances", Samples.instance("web-00001", "running", "")))
        .on(
            "GET /instances/web-00001-deployment-6c9b5cf966-wjs44/logs?" + query,
            """
            {"at":"2026-11-23T12:30:01Z","stream":"stdout","text":"listening"}
            {"at":"2026-11-23T12:30:02Z","stream":"stderr","text":"GET /"}
            """);
  }

  @Test
  void logsNeedToKnowWhose() {
    assertThat(desk.run("app", "logs").err())
        .isEqualTo("give either --application or --instance\n");
  }

  @Test
  void revisionsAreShown() {
    desk.on("GET /apps", Samples.list("apps", Samples.ready("web")))
        .on(
            "GET /apps/web/revisions",
            Samples.list(
                "revisions",
                Samples.revision(
                    "web-00001", "ready", "\"actual_instances\":0,\"reason\":\"ready\"")))
        .on(
            "GET /apps/web/revisions/web-00001",
            Samples.revision("web-00001", "ready", "\"actual_instances\":0,\"reason\":\"ready\""))
        .on("GET /apps/web/revisions/web-00001/events", "{\"events\":[]}")
        .on("DELETE /apps/web/revisions/web-00001", "");

    Golden.check("revision-list", desk.run("rev", "list").all());
    Golden.check("revision-get", desk.run("rev", "get", "-n", "web-00001").all());
    Golden.check(
        "revision-get-json", desk.run("rev", "get", "-n", "web-00001", "-o", "json").all());
    assertThat(desk.run("rev", "delete", "-n", "web-00001", "-f").exitCode()).isZero();
  }
}

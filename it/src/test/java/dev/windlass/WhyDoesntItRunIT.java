// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The pages of Code Engine about apps and jobs that do not do what they should, row by row, for
/// real; it writes the guide, from which the list of causes takes its examples.
///
/// Nothing of itself fails in the pages on proxies, ports that scanners see, allow lists,
/// keep-alive and how to stop an app. That ended runs go after a week is shown where time can be
/// set: `PlanTest`. There are no builds yet.
class WhyDoesntItRunIT {
  private static final Path GUIDE = Path.of("../docs/guide/why-doesnt-it-run.md");

  private static TestEngine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  @Test
  void walksThroughThePages() throws Exception {
    var walk = new Walk(engine);
    walk.says(
        """
        # Why doesn't it run?

        <!-- Written by WhyDoesntItRunIT, which runs every command of it; do not edit. -->

        The image is there, or it is another page: [why can't it pull my image?](why-cant-it-pull.md) These are the other pages of Code
        Engine's troubleshooting for apps and jobs, each made for real. What is printed is what was printed; only ports, digests and times
        are replaced. `windlass doctor` has one name for each cause, the same as the API's `status_details.diagnosis.code`; all of them are
        in the [list of causes](../reference/causes.md).\
        """);
    begin();
    appsThatAreNotMade(walk);
    appsThatAreNotReady(walk);
    appsThatEnd(walk);
    requestsThatTakeLong(walk);
    runsThatAreNotMade(walk);
    runsThatDoNotComplete(walk);
    runsThatDoNotStart(walk);
    slowOnes(walk);
    engineGone(walk);
    walk.isIn(GUIDE);
  }

  /// What takes long to show begins first.
  private static void begin() throws Exception {
    for (var sample : List.of("hello", "job", "crash", "wrong-port", "arm64")) {
      engine
          .windlass("sample", "push", sample, engine.registry() + "/team/" + sample + ":v1")
          .works();
    }
    app("elsewhere", "wrong-port", "--no-wait").works();
    app("inward", "hello", shell("httpd -f -p 127.0.0.1:8080", "--no-wait")).works();
    app("mute", "hello", shell("sleep 3600", "--no-wait")).works();
    app("unwell", "hello", "--probe-ready", "type=http", "--probe-ready", "path=/nope", "--no-wait")
        .works();
  }

  private static TestEngine.Ran app(String name, String image, String... options) throws Exception {
    return engine.windlass(words("app create --name " + name, image, options));
  }

  private static String[] words(String command, String image, String... options) {
    var words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--image", engine.registry() + "/team/" + image + ":v1"));
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  /// Options that let a shell run this.
  private static String[] shell(String script, String... more) {
    var words = new ArrayList<>(List.of("--command", "/bin/sh", "-a", "-c", "-a", script));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static void is(TestEngine.Ran ran, String cause) {
    assertThat(ran.output()).contains("\n" + cause + ": ", "\n  fix: ");
    assertThat(ran.code()).isEqualTo(1);
  }

  private static void refused(TestEngine.Ran ran, String cause) {
    assertThat(ran.output()).contains("FAILED\n", "\n  code: " + cause);
    assertThat(ran.code()).isEqualTo(1);
  }

  /// The API says of the newest revision what Code Engine's would, and our cause.
  private static void isSaidOf(String app, String reason, String cause) throws Exception {
    var revision = engine.api("GET", "/apps/%s/revisions/%s-00001".formatted(app, app), "").body();
    assertThat(revision).contains("\"reason\":\"" + reason, "\"code\":\"" + cause + "\"");
  }

  private static void appsThatAreNotMade(Walk walk) throws Exception {
    walk.heading("An app is not made");
    app("taken", "hello", "--no-wait").works();
    refused(walk.shows(words("app create --name taken", "hello")), "name_taken");
    refused(walk.shows(words("app create --name Bad_Name", "hello")), "name_invalid");
    refused(
        walk.shows(words("app create --name big", "hello", "--cpu", "16", "--memory", "64G")),
        "setting_invalid");
    refused(walk.shows(words("app create --name spelt", "He llo")), "reference_invalid");
    refused(
        walk.shows(
            words("app create --name nobody", "hello", "--registry-secret", "nobody", "--force")),
        "secret_absent");
    isSaidOf("nobody", "fetch_image_failed_missing_pull_secret", "secret_absent");
    engine.windlass(elsewhere()).works();
    engine.windlass("cr", "namespace-add", "closed", "--visibility", "private").works();
    engine.pushHello("closed/shop:v1", "one");
    refused(
        walk.shows(
            "app",
            "create",
            "--name",
            "shop",
            "--image",
            engine.registry() + "/closed/shop:v1",
            "--registry-secret",
            "elsewhere"),
        "secret_for_other_host");
  }

  private static String[] elsewhere() {
    return "registry create --name elsewhere --server us.icr.io --username iamapikey --password x"
        .split(" ");
  }

  private static void appsThatAreNotReady(Walk walk) throws Exception {
    walk.heading("An app does not start");
    refused(walk.shows(words("app create --name arm", "arm64")), "platform_absent");
    is(walk.shows("doctor", "app/arm"), "platform_absent");
    refused(
        walk.shows(words("app create --name program", "hello", "--command", "/no/such")),
        "executable_not_found");
    is(walk.shows("doctor", "app/program"), "executable_not_found");
    isSaidOf("program", "container_failed_exit_code_1", "executable_not_found");
    walk.says("It refers to a secret that does not exist.");
    var referring =
        words("app create --name referring", "hello", "--env-from-secret", "nobody", "--force");
    var all = new ArrayList<>(List.of(referring));
    all.addAll(List.of("--wait-timeout", "2"));
    walk.shows(all.toArray(String[]::new)).fails();
    is(walk.shows("doctor", "app/referring"), "configuration_absent");
  }

  private static void appsThatEnd(Walk walk) throws Exception {
    walk.heading("An app ends, and ends again").says("Its program ends by itself.");
    refused(walk.shows(words("app create --name crash", "crash")), "exited");
    is(walk.shows("doctor", "app/crash"), "exited");
    isSaidOf("crash", "container_failed_exit_code_1", "exited");
    walk.says("It uses more memory than it may.");
    refused(
        walk.shows(
            words(
                "app create --name eater",
                "job",
                shell("tail /dev/zero", "--cpu", "0.125", "--memory", "0.25G"))),
        "out_of_memory");
    is(walk.shows("doctor", "app/eater"), "out_of_memory");
    app("stubborn", "hello", shell("trap '' TERM; /srv/serve", "--min-scale", "1")).works();
    engine.windlass("app", "update", "--name", "stubborn", "--env", "A=1").works();
  }

  private static void requestsThatTakeLong(Walk walk) throws Exception {
    walk.heading("A request takes longer than it may");
    var url = app("slow", "hello", "--request-timeout", "1").works().lastLine();
    var answer = walk.asks(url + "/sleep?ms=5000");
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("  code: request_too_long\n");
  }

  private static void runsThatAreNotMade(Walk walk) throws Exception {
    walk.heading("A job run cannot be submitted");
    refused(walk.shows("jobrun", "submit", "--job", "nobody"), "job_absent");
    engine.windlass(words("job create --name sum", "job")).works();
    refused(walk.shows(words("jobrun submit --job sum", "hello")), "image_fixed");
    engine.windlass(words("jobrun submit --name once", "job")).works();
    refused(walk.shows(words("jobrun submit --name once", "job")), "name_taken");
    var large = "x".repeat(11_000);
    var ran = engine.windlass(words("jobrun submit --name large", "job", "--argument", large));
    assertThat(ran.output()).contains("Failed to create job run\nsize limit exceeded");
    walk.says("It is larger than 10 KiB.")
        .showed(
            ran, "jobrun submit --name large --image localhost:5000/team/job:v1 --argument xxx...");
    refused(ran, "run_too_big");
    walk.says("The project has a hundred jobs.");
    for (int i = 1; i < 100; i++) {
      var job = "{\"name\":\"job-%d\",\"image_reference\":\"icr.io/a/b:v1\"}".formatted(i);
      assertThat(engine.api("POST", "/jobs?preflight=false", job).statusCode()).isEqualTo(201);
    }
    refused(walk.shows(words("job create --name one-more", "job")), "quota_reached");
  }

  private static void runsThatDoNotComplete(Walk walk) throws Exception {
    walk.heading("A job run does not complete").says("Its program fails.");
    fails(walk, "three", "exited", shell("exit 3", "--retrylimit", "0"));
    walk.says("It has too little time.");
    fails(
        walk,
        "late",
        "execution_time_exceeded",
        shell("sleep 60", "--retrylimit", "0", "--maxexecutiontime", "1"));
    walk.says("It has too little memory.");
    fails(
        walk,
        "hungry",
        "out_of_memory",
        shell("tail /dev/zero", "--retrylimit", "0", "--cpu", "0.125", "--memory", "0.25G"));
    walk.says("It writes more to its disk than it may.");
    fails(
        walk,
        "messy",
        "out_of_storage",
        shell("head -c 20000000 /dev/zero >/file; sleep 600", "--retrylimit", "0", "--es", "10M"));
    walk.says("Its program is not in the image.");
    fails(walk, "lost", "executable_not_found", "--command", "/no/such");
    walk.says("It refers to a config map that does not exist.");
    fails(walk, "unset", "configuration_absent", "--env-from-configmap", "nobody", "--force");
    walk.says("Its image is gone: jobs are not pinned, so each run looks for it anew.");
    engine.pushHello("team/tool:v1", "one");
    var image = engine.registry() + "/team/tool:v1";
    engine.windlass("cr", "image-rm", image).works();
    walk.shows("jobrun", "submit", "--name", "gone", "--image", image, "--wait").fails();
    is(walk.shows("doctor", "jobrun/gone"), "tag_absent");
    walk.says("As a daemon, it is done when it ends with 0, and is not started again.");
    var submit =
        words("jobrun submit --name daemon", "job", shell("exit 0", "--mode", "daemon", "--wait"));
    walk.shows(submit).works();
    assertThat(walk.shows("doctor", "jobrun/daemon").works().output())
        .contains("Nothing is wrong with jobrun/daemon; it is completed.");
  }

  private static void fails(Walk walk, String name, String cause, String... options)
      throws Exception {
    var all = new ArrayList<>(List.of(words("jobrun submit --name " + name, "job", options)));
    all.add("--wait");
    refused(walk.shows(all.toArray(String[]::new)), cause);
    is(walk.shows("doctor", "jobrun/" + name), cause);
  }

  private static void runsThatDoNotStart(Walk walk) throws Exception {
    walk.heading("A job run does not start")
        .says("Other runs have all of the machine. It begins by itself when there is room.");
    var fills = shell("trap 'exit 0' TERM; sleep 600 & wait", "--cpu", "12", "--memory", "48G");
    engine.windlass(words("jobrun submit --name everything", "job", fills)).works();
    TestEngine.eventually("it runs", () -> says("jobrun get --name everything", "Running: +1"));
    engine.windlass(words("jobrun submit --name waiting", "job")).works();
    TestEngine.eventually("it waits", () -> says("jobrun get --name waiting", "waits for room"));
    is(walk.shows("doctor", "jobrun/waiting"), "capacity_missing");
    engine.windlass("jobrun", "delete", "--name", "everything", "-f").works();
    TestEngine.eventually(
        "it has its turn", () -> says("jobrun get --name waiting", "Succeeded: +1"));
  }

  private static boolean says(String command, String pattern) {
    try {
      var output = engine.windlass(command.split(" ")).output();
      return output.matches("(?s).*" + pattern + ".*");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// What was begun first.
  private static void slowOnes(Walk walk) throws Exception {
    walk.heading("An app runs and never becomes ready").says("It listens on another port.");
    TestEngine.eventually(
        "it has failed", () -> says("app get --name elsewhere", "never achieved"));
    walk.showsLines("Ready  ", "app", "get", "--name", "elsewhere");
    is(walk.shows("doctor", "app/elsewhere"), "other_port");
    isSaidOf("elsewhere", "initial_scale_never_achieved", "other_port");
    walk.says("It listens where only itself can reach it.");
    neverReady(walk, "inward", "only_loopback");
    walk.says("It listens nowhere.");
    neverReady(walk, "mute", "not_listening");
    walk.says("It listens, and does not answer the probe as it should.");
    neverReady(walk, "unwell", "probe_fails");
    walk.heading("An instance was killed")
        .says("Its program did not end when it was asked to, as when a new revision takes over.");
    TestEngine.eventually(
        "it is killed", () -> says("app events --name stubborn", "ExceededGracePeriod"));
    walk.showsLines("ExceededGracePeriod", "app", "events", "--name", "stubborn");
  }

  private static void neverReady(Walk walk, String app, String cause) throws Exception {
    TestEngine.eventually("it has failed", () -> says("app get --name " + app, "never achieved"));
    is(walk.shows("doctor", "app/" + app), cause);
    isSaidOf(app, "initial_scale_never_achieved", cause);
  }

  private static void engineGone(Walk walk) throws Exception {
    walk.heading("The engine does not answer");
    engine.kill();
    walk.shows("doctor");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each way in which a job run ends, for real. Writes the page about it.
class JobEndingsIT {
  private static final Path PAGE = Path.of("../docs/guide/how-job-runs-end.md");

  private static TestEngine engine;
  private static Process chaos;
  private static int chaosPort;

  @TempDir private static Path folder;
  private static TestRegistry other;

  private final StringBuilder table = new StringBuilder();
  private final StringBuilder details = new StringBuilder();

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      chaosPort = free.getLocalPort();
    }
    chaos =
        new ProcessBuilder("../windlass", "registry-chaos", "--port", "" + chaosPort)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    other = TestRegistry.start(folder);
    TestEngine.eventually("chaos listens", () -> listens(chaosPort));
    engine.windlass("sample", "push", "job", engine.registry() + "/team/job:v1").works();
    engine.windlass("sample", "push", "job", engine.registry() + "/private/job:v1").works();
    engine.windlass("sample", "push", "job", other.host() + "/team/job:v1").works();
    engine.windlass("sample", "push", "job", other.host() + "/team/late:v1").works();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
    chaos.destroy();
    chaos.waitFor();
    other.close();
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (Exception notYet) {
      return false;
    }
  }

  @Test
  void eachEndingIsWhatThePageSays() throws Exception {
    programsThatEnd();
    programsThatAreEnded();
    programsThatDoNotStart();
    imagesThatDoNotCome();
    crashes();
    daemons();
    var page =
        """
        # How job runs end

        <!-- Written by JobEndingsIT, which makes every one of them; do not edit. -->

        What `windlass jobrun get` says of each ending, made for real; ids, times, ports and digests are replaced. The code is
        `status_details.diagnosis.code` of the API, one of the [list of causes](../reference/causes.md); the reason is the index's
        `last_failure_reason`.

        | ending | status | index | retries | reason | code | events |
        | --- | --- | --- | --- | --- | --- | --- |
        """
            + table
            + details.toString().stripTrailing()
            + "\n";
    if ("1".equals(System.getenv("UPDATE_GOLDEN"))) {
      Files.writeString(PAGE, page);
    }
    assertThat(page).isEqualTo(Files.readString(PAGE));
  }

  private void programsThatEnd() throws Exception {
    ends("success", "well", job(), shell("echo done"));
    ends("exit 1, with retries", "fails", job(), shell("exit 1", "--retrylimit", "2"));
    ends(
        "exit 1 once, then success",
        "flaky",
        job(),
        shell("exit $((JOB_INDEX_RETRY_COUNT < 1))", "--retrylimit", "2"));
    ends("wrong arguments", "args", job(), shell("ls --nonsense", "--retrylimit", "0"));
  }

  private void programsThatAreEnded() throws Exception {
    ends(
        "more time than it has",
        "late",
        job(),
        shell("exec sleep 60", "--retrylimit", "0", "--maxexecutiontime", "1"));
    ends(
        "more memory than it has",
        "hungry",
        job(),
        shell("tail /dev/zero", "--retrylimit", "0", "--cpu", "0.125", "--memory", "0.25G"));
    ends(
        "more disk than it has",
        "messy",
        job(),
        shell("head -c 20000000 /dev/zero >/file; sleep 600", "--retrylimit", "0", "--es", "10M"));
  }

  private void programsThatDoNotStart() throws Exception {
    ends("no such program", "lost", job(), List.of("--command", "/no/such"));
  }

  private void imagesThatDoNotCome() throws Exception {
    ends("no such image", "gone", engine.registry() + "/team/job:v9", List.of());
    engine.registrySecret("wrong", engine.registry(), "iamapikey", "not-the-key").works();
    ends(
        "a wrong secret",
        "denied",
        engine.registry() + "/private/job:v1",
        List.of("--registry-secret", "wrong"));
    ends(
        "the registry's quota of pulls is reached",
        "quota",
        "localhost:" + chaosPort + "/traffic-quota/app:v1",
        List.of());

    submit(
        "dies",
        other.host() + "/team/job:v1",
        shell("sleep 4; exit $((JOB_INDEX_RETRY_COUNT < 1))"));
    TestEngine.eventually("it runs", () -> says("dies", "Running: +1"));
    other.kill();
    tells("the registry dies in the middle", "dies", true);
    submit("waits", other.host() + "/team/late:v1", List.of());
    TestEngine.eventually("it waits", () -> says("waits", "next attempt"));
    tells("the registry is away", "waits", false);
    other.startAgain();
    engine.windlass("jobrun", "retry", "--name", "waits").works();
    tells("the registry is back", "waits", true);
  }

  private void crashes() throws Exception {
    submit("crash", job(), shell("sleep 5"));
    TestEngine.eventually("it runs", () -> says("crash", "Running: +1"));
    engine.kill();
    engine.up();
    tells("the engine is killed, and started again", "crash", true);
  }

  private void daemons() throws Exception {
    ends("a daemon that exits with 0", "rests", job(), shell("exit 0", "--mode", "daemon"));
    submit("restless", job(), shell("exit $((JOB_INDEX_RETRY_COUNT < 2))", "--mode", "daemon"));
    tells("a daemon that exits with 1, twice", "restless", true);
  }

  private static String job() {
    return engine.registry() + "/team/job:v1";
  }

  private static List<String> shell(String script, String... options) {
    var all = new ArrayList<>(List.of("-c", "sh", "-a", "-c", "-a", script));
    all.addAll(List.of(options));
    return all;
  }

  private static void submit(String name, String image, List<String> options) throws Exception {
    var all = new ArrayList<>(List.of("jobrun", "submit", "-n", name, "-i", image, "--no-wait"));
    all.addAll(options);
    engine.windlass(all.toArray(String[]::new)).works();
  }

  private void ends(String ending, String name, String image, List<String> options)
      throws Exception {
    submit(name, image, options);
    tells(ending, name, true);
  }

  private void tells(String ending, String name, boolean over) throws Exception {
    if (over) {
      TestEngine.eventually(
          name + " is over", () -> says(name, "Summary: +(Completed|Failed|Succeeded)"));
    }
    var shown = clean(engine.windlass("jobrun", "get", "-n", name).works().output());
    details.append("\n## %s\n\n```\n%s\n```\n".formatted(ending, shown));
    var json = engine.windlass("jobrun", "get", "-n", name, "-o", "yaml").works().output();
    var events = engine.windlass("jobrun", "events", "-n", name, "-q").works().output();
    table.append(
        "| %s | %s | %s | %s | %s | %s | %s |\n"
            .formatted(
                ending,
                first("Summary: +(\\S+)", engine.windlass("jobrun", "get", "-n", name).output()),
                first("\\n +status: (\\w+)", json),
                first("retries: (\\d+)", json),
                first("last_failure_reason: (\\w+)", json),
                first("\\n +code: (\\w+)", json),
                reasons(events)));
  }

  private static String first(String pattern, String text) {
    var found = Pattern.compile(pattern).matcher(text);
    return found.find() ? found.group(1) : "";
  }

  /// In their order, each as often in a row as it is there.
  private static String reasons(String events) {
    return Pattern.compile("(?m)^ *(?:Normal|Warning) +(\\S+)")
        .matcher(events)
        .results()
        .map(found -> found.group(1))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static boolean says(String run, String pattern) {
    try {
      var output = engine.windlass("jobrun", "get", "-n", run).output();
      return Pattern.compile(pattern).matcher(output).find();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// What differs from one machine and one minute to the next.
  private static String clean(String output) {
    return output
        .substring(output.indexOf("\nName:") + 1)
        .replace(engine.registry(), "localhost:5000")
        .replace(other.host(), "localhost:5001")
        .replace("localhost:" + chaosPort, "localhost:5055")
        .replace("127.0.0.1:" + chaosPort, "127.0.0.1:5055")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "00000000")
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]+)?Z", "2026-11-27T12:00:00Z")
        .replaceAll("\\b[0-9]{4}-[0-9]{2}-01\\b", "2026-12-01")
        .replaceAll("pinned to [0-9a-f]{6}", "pinned to aaaaaa")
        .replaceAll("sha256:[0-9a-f]{6,64}", "sha256:aaaaaa")
        .replaceAll("\\b[0-9]+ ms\\b", "5 ms")
        .replaceAll("next attempt: [^;]+;", "next attempt: in 9s;")
        .replaceAll("\\(x[0-9]+ over [0-9ms]+\\)", "(x2 over 9s)")
        .replaceAll("\\b([0-9]+m)?[0-9.]+s\\b", "9s")
        .replaceAll("(?<=\\S)  +", "  ")
        .stripTrailing();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Where the containers of a project may go: with a real server in a network namespace of its own,
/// as something outside of this machine.
class EgressTest {
  private static final String LINK = "we-" + ProcessHandle.current().pid();
  private static final String NET = "198.18.77.0/30";
  private static final String OUTSIDE = "198.18.77.2";

  private static LocalFixture here;
  private static Process namespace;
  private static Process server;

  @BeforeAll
  static void open() throws Exception {
    here = new LocalFixture();
    namespace = new ProcessBuilder("unshare", "--net", "sleep", "600").start();
    Wait.until(
        "the namespace is there",
        () -> namespace.toHandle().info().command().orElse("").endsWith("sleep"));
    var pid = Long.toString(namespace.pid());
    run("ip", "link", "add", LINK, "type", "veth", "peer", "name", "eth0", "netns", pid);
    run("ip", "addr", "add", "198.18.77.1/30", "dev", LINK);
    run("ip", "link", "set", LINK, "up");
    inside("ip", "addr", "add", OUTSIDE + "/30", "dev", "eth0");
    inside("ip", "link", "set", "eth0", "up");
    server =
        new ProcessBuilder(
                "nsenter",
                "--target",
                pid,
                "--net",
                "busybox",
                "nc",
                "-ll",
                "-p",
                "7000",
                "-e",
                "/bin/echo",
                "reached")
            .start();
  }

  @AfterAll
  static void close() throws Exception {
    server.destroyForcibly();
    namespace.destroyForcibly().waitFor();
    here.close();
    Wait.until("the link is gone", () -> !Files.exists(Path.of("/sys/class/net", LINK)));
  }

  private static void run(String... command) throws Exception {
    var process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
  }

  private static void inside(String... command) throws Exception {
    var words = new ArrayList<>(List.of("nsenter", "--net", "--target"));
    words.add(Long.toString(namespace.pid()));
    words.addAll(List.of(command));
    run(words.toArray(String[]::new));
  }

  private static Container of(String project, String id, String script) {
    var plain = Samples.shell(id, here.busybox, script);
    return new Container(
        plain.id(),
        Map.of(Containers.PROJECT, project),
        plain.image(),
        plain.commands(),
        plain.arguments(),
        plain.environment(),
        plain.user(),
        plain.limits(),
        plain.mounts(),
        List.of());
  }

  private static final String TRY = "nc -w 3 " + OUTSIDE + " 7000 </dev/null 2>&1";

  private static String tried(String project) throws Exception {
    return here.output(of(project, "try-" + project, TRY));
  }

  @Test
  void aProjectGoesWhereItMayAndNowhereElse() throws Exception {
    assertThat(tried("free")).contains("reached");
    here.containers.allow("shut", List.of());
    assertThat(tried("shut")).doesNotContain("reached");
    assertThat(tried("free")).as("another project").contains("reached");

    here.containers.allow("shut", List.of("203.0.113.0/24", NET));
    assertThat(tried("shut")).contains("reached");
    here.containers.allow("shut", List.of("203.0.113.0/24"));
    assertThat(tried("shut")).doesNotContain("reached");
    here.containers.allow("shut", List.of("0.0.0.0/0"));
    assertThat(tried("shut")).contains("reached");
  }

  @Test
  void whatRunsIsHeldBackTooAndAfterARestart() throws Exception {
    var loop = "while :; do " + TRY + " || echo refused; sleep 0.1; done";
    here.started(of("late", "loop", loop));
    Wait.until("it gets through", () -> here.text("loop").contains("reached"));
    here.containers.allow("late", List.of());
    Wait.until("it does not", () -> last("loop").contains("refused"));

    here.reopen();
    int before = here.log("loop").size();
    Wait.until("it tries on", () -> here.log("loop").size() > before + 3);
    assertThat(here.log("loop").subList(before, before + 3))
        .extracting(Log.Line::text)
        .noneMatch(line -> line.contains("reached"));
    here.containers.allow("late", List.of("0.0.0.0/0"));
    here.containers.allow("late", List.of());
    here.containers.allow("late", List.of(NET));
    Wait.until("it may again", () -> last("loop").contains("reached"));
    here.containers.stop("loop", Duration.ZERO);
  }

  private static String last(String id) throws Exception {
    return here.log(id).getLast().text();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who reaches an app, and by which names.
class VisibilityIT {
  private static TestEngine engine;

  private static int runs;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start("--scale-window", "6");
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private static String create(String name, String visibility) throws Exception {
    var image = engine.registry() + "/samples/hello";
    return engine
        .windlass("app", "create", "-n", name, "-i", image, "--visibility", visibility)
        .works()
        .lastLine();
  }

  /// With the host of one address asked at another.
  private static String curl(String url, URI at) throws Exception {
    var host = URI.create(url).getHost();
    return engine
        .run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Host: " + host, "" + at)
        .works()
        .lastLine();
  }

  /// What a script prints in a container of the project.
  private static String inside(String script) throws Exception {
    var run = "inside-" + ++runs;
    engine
        .windlass(
            "jobrun",
            "submit",
            "-n",
            run,
            "-i",
            engine.registry() + "/samples/job",
            "-c",
            "sh",
            "-a",
            "-c",
            "-a",
            script,
            "-w")
        .works();
    return engine.windlass("jobrun", "logs", "-n", run).works().output();
  }

  @Test
  void whoReachesAnAppIsWhoItsVisibilityNames() throws Exception {
    var open = create("open", "public");
    var hidden = create("hidden", "private");
    var own = create("own", "project");
    assertThat(open).matches("http://open\\.[a-z0-9]+\\.localhost:\\d+");
    assertThat(hidden).matches("http://hidden\\.[a-z0-9]+\\.private\\.localhost:\\d+");
    assertThat(own).matches("http://own\\.[a-z0-9]+\\.svc\\.cluster\\.local");
    var privately = URI.create("http://127.0.0.1:" + URI.create(hidden).getPort());

    assertThat(curl(open, engine.ingress())).isEqualTo("200");
    assertThat(curl(hidden, privately)).isEqualTo("200");
    assertThat(curl(hidden, engine.ingress())).as("at the public address").isEqualTo("404");
    assertThat(curl(open, privately)).as("at the private address").isEqualTo("404");
    assertThat(curl(own, engine.ingress())).isEqualTo("404");
    assertThat(curl(own, privately)).isEqualTo("404");

    var heard =
        inside(
            "for name in open hidden own own.$CE_SUBDOMAIN own.$CE_SUBDOMAIN.svc.cluster.local; do"
                + " wget -qO- http://$name/ | head -n 1; done");
    assertThat(heard.lines().filter(line -> line.contains("Hello World"))).hasSize(5);

    engine.windlass("app", "update", "-n", "own", "--visibility", "public").works();
    assertThat(curl(own.replaceFirst("svc.*", "localhost"), engine.ingress())).isEqualTo("200");
  }

  @Test
  void namesThatNobodyHasAreUnknown() throws Exception {
    var heard = inside("nslookup none.$CE_SUBDOMAIN.svc.cluster.local; cat /etc/resolv.conf");
    assertThat(heard)
        .contains("NXDOMAIN")
        .containsPattern("search [a-z0-9]+\\.svc\\.cluster\\.local");
  }

  @Test
  void aContainerWakesAnAppOfItsProject() throws Exception {
    create("sleeper", "project");
    TestEngine.eventually("it sleeps", () -> app("sleeper").contains("Running Instances:  0"));
    assertThat(inside("wget -qO- http://sleeper/")).contains("Hello World");
  }

  private static String app(String name) {
    try {
      return engine.windlass("app", "get", "-n", name).works().output();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void namesAreAnsweredAgainAfterTheEngineWasKilled() throws Exception {
    create("lasting", "project");
    engine.kill();
    engine.up();
    assertThat(inside("wget -qO- http://lasting/")).contains("Hello World");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A machine without a way out uses images under their well-known names.
class MirrorIT {
  private static TestEngine engine;
  private static String mirror;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
    mirror = "icr.io=" + engine.registry() + "/mirror/icr,only";
    restart("--registry-mirror", mirror);
  }

  private static void restart(String... options) throws Exception {
    engine.windlass("down", "--state", engine.state().toString()).works();
    engine.up(options);
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private static String status() throws Exception {
    return engine.windlass("status", "--state", engine.state().toString()).works().output();
  }

  @Test
  void anAppKeepsTheWellKnownNameOfItsImage() throws Exception {
    engine.pushHello("mirror/icr/demo/hello:v1", "mirrored");
    var url =
        engine
            .windlass("app", "create", "-n", "known", "-i", "icr.io/demo/hello:v1")
            .works()
            .lastLine();
    assertThat(engine.ask(url).body()).contains("version:  mirrored");
    assertThat(engine.windlass("app", "get", "-n", "known").works().output())
        .contains("icr.io/demo/hello:v1")
        .doesNotContain("mirror/icr");
  }

  @Test
  void anAppRunsOnAnImageThatComesThroughACache() throws Exception {
    engine.pushHello("far/hello:v1", "far");
    engine
        .windlass(
            "cr",
            "namespace-add",
            "near",
            "--visibility",
            "public",
            "--upstream",
            "http://" + engine.registry() + "/far")
        .works();
    var url =
        engine
            .windlass("app", "create", "-n", "near", "-i", engine.registry() + "/near/hello:v1")
            .works()
            .lastLine();
    assertThat(engine.ask(url).body()).contains("version:  far");
  }

  @Test
  void whatTheMirrorDoesNotHaveIsToldWithBothNames() throws Exception {
    assertThat(
            engine
                .windlass("app", "create", "-n", "missing", "-i", "icr.io/demo/missing:v1")
                .fails()
                .output())
        .contains("Unable to pull the image \"icr.io/demo/missing:v1\": from its mirror")
        .contains(engine.registry() + "/mirror/icr/demo/missing")
        .contains("only this mirror is asked");
  }

  @Test
  void theEngineRemembersItsMirrorsUntilItIsToldOthers() throws Exception {
    assertThat(status()).contains("Mirror     " + mirror);
    restart();
    assertThat(status()).contains("Mirror     " + mirror);
    restart("--registry-mirror", "none");
    assertThat(status()).doesNotContain("Mirror");
    restart("--registry-mirror", mirror);
    assertThat(status()).contains("Mirror     " + mirror);
  }
}

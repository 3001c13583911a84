// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the doctor says when all is well, and without an engine; and what a support bundle gives
/// away.
class DoctorIT {
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
  void aHealthyEngineAndImageAreWell() throws Exception {
    assertThat(engine.windlass("doctor", engine.registry() + "/samples/job").works().output())
        .contains("healthy: ", "tag_latest");
    var alone =
        engine.windlass("doctor", engine.registry() + "/samples/job:latest", "--alone").works();
    assertThat(alone.output()).contains("healthy: ", "mount");
    assertThat(Files.exists(engine.state())).isTrue();
  }

  @Test
  void aDeadHostIsNamedWithoutAnEngine() throws Exception {
    assertThat(engine.windlass("doctor", "registry.invalid/app:v1", "--alone").fails().output())
        .contains("host_unknown: ");
    assertThat(engine.windlass("doctor", "localhost:1/app:v1", "--alone").fails().output())
        .contains("connection_refused: ");
  }

  @Test
  void aBundleGivesNothingAway() throws Exception {
    engine
        .windlass(
            "secret",
            "create",
            "--name",
            "planted",
            "--from-literal",
            "password=planted-by-the-test")
        .works();
    var file = engine.state().resolveSibling("bundle.zip");
    engine.windlass("support-bundle", "--file", file.toString()).works();
    try (var zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName())).contains("engine.json", "report.json");
      for (var entry : zip.stream().toList()) {
        assertThat(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))
            .doesNotContain("planted-by-the-test");
      }
    }
  }
}

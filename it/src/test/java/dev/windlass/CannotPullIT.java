// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Why can't it pull my image? Each cause that this machine can play, through the real CLI.
class CannotPullIT {
  private static TestEngine engine;

  record Row(String name, String image, String reason, String words, List<String> options) {
    Row(String name, String image, String reason, String words, String... options) {
      this(name, image, reason, words, List.of(options));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Row> rows =
      List.of(
          new Row(
              "wrong-tag",
              "REGISTRY/samples/hello:v7",
              "fetch_image_failed_unknown_manifest",
              "v7"),
          new Row(
              "wrong-repository",
              "REGISTRY/samples/hallo",
              "fetch_image_failed_unknown_repository",
              "hallo"),
          new Row(
              "no-secret",
              "REGISTRY/private/hello:v1",
              "fetch_image_failed_missing_pull_credentials",
              "registry create"),
          new Row(
              "wrong-secret",
              "REGISTRY/private/hello:v1",
              "fetch_image_failed_wrong_pull_credentials",
              "iamapikey",
              "--registry-secret",
              "wrong"),
          new Row(
              "absent-secret",
              "REGISTRY/private/hello:v1",
              "fetch_image_failed_missing_pull_secret",
              "absent",
              "--force",
              "--registry-secret",
              "absent"),
          new Row(
              "dead-registry",
              "localhost:1/samples/hello",
              "fetch_image_failed_registry_not_found",
              "localhost:1"),
          new Row(
              "no-such-host",
              "no-such-host.invalid/samples/hello",
              "fetch_image_failed_registry_not_found",
              "no-such-host.invalid"),
          new Row(
              "other-platform", "REGISTRY/samples/arm64", "image_pull_back_off", "linux/arm64"));

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
    engine.pushHello("private/hello:v1", "private");
    engine.registrySecret("wrong", engine.registry(), "iamapikey", "not-the-key").works();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  @ParameterizedTest
  @FieldSource("rows")
  void saysWhy(Row row) throws Exception {
    var image = row.image.replace("REGISTRY", engine.registry());
    var command = new ArrayList<>(List.of("app", "create", "--name", row.name, "--image", image));
    command.addAll(row.options);
    var told = engine.windlass(command.toArray(String[]::new)).fails().output();
    assertThat(told)
        .contains("FAILED", "Unable to pull the image \"" + image, "why:", "fix:", row.words);

    var revision = engine.windlass("revision", "get", "--name", row.name + "-00001").works();
    assertThat(revision.output()).contains(row.reason);
    var events = engine.windlass("app", "events", "--application", row.name).works();
    assertThat(events.output()).contains("Failed to pull image", "ErrImagePull", "BackOff");
  }

  @Test
  void aSecretThatFitsMendsIt() throws Exception {
    var key = Files.readString(engine.state().resolve("api-key")).strip();
    engine
        .windlass(
            "registry",
            "create",
            "-n",
            "right",
            "-s",
            engine.registry(),
            "-u",
            "iamapikey",
            "-p",
            key)
        .works();
    var image = engine.registry() + "/private/hello:v1";
    var url =
        engine
            .windlass("app", "create", "-n", "mended", "-i", image, "--registry-secret", "right")
            .works()
            .lastLine();
    assertThat(engine.ask(url).body()).contains("version:  private");
  }

  @Test
  void aJobRunFailsAtOnceAndSaysWhy() throws Exception {
    var told =
        engine
            .windlass(
                "jobrun",
                "submit",
                "--name",
                "dead",
                "--image",
                engine.registry() + "/samples/job:v9",
                "--wait")
            .fails();
    assertThat(told.output()).contains("Unable to pull the image", "why:", "fix:");
    assertThat(engine.windlass("jobrun", "events", "--jobrun", "dead").works().output())
        .contains("Failed to pull image");
  }
}

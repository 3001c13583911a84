// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the doctor says of apps and job runs that do not do what they should: the rows of Code
/// Engine's troubleshooting pages for apps and jobs, with real containers; and what it says without
/// an engine.
///
/// Nothing of itself fails in the pages on proxies, ports that scanners see, allow lists,
/// keep-alive and how to stop an app. Ephemeral storage is not limited yet.
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

  /// @param make the words of a command, given the registry; it fails
  /// @param cause that the doctor names
  /// @param says what is in its output too
  record Row(
      String page,
      Function<String, List<String>> make,
      String target,
      String cause,
      List<String> says) {
    @Override
    public String toString() {
      return page + ": " + cause;
    }
  }

  private static Row app(
      String page, String name, String image, String cause, List<String> options, String... says) {
    return row(page, List.of("app", "create"), "app/" + name, image, cause, options, says);
  }

  private static Row run(
      String page, String name, String image, String cause, List<String> options, String... says) {
    return row(
        page, List.of("jobrun", "submit", "--wait"), "jobrun/" + name, image, cause, options, says);
  }

  private static Row row(
      String page,
      List<String> command,
      String target,
      String image,
      String cause,
      List<String> options,
      String... says) {
    return new Row(
        page,
        registry ->
            Stream.of(
                    command,
                    List.of(
                        "--name",
                        target.replaceFirst(".*/", ""),
                        "--image",
                        registry + "/samples/" + image),
                    options)
                .flatMap(List::stream)
                .toList(),
        target,
        cause,
        List.of(says));
  }

  static Stream<Row> rows() {
    return Stream.of(
        app("17 image absent", "absent", "nope", "repository_absent", List.of()),
        app("17 tag absent", "untagged", "hello:v9", "tag_absent", List.of(), "latest"),
        app(
            "1 secret absent",
            "secretless",
            "hello",
            "secret_absent",
            List.of("--registry-secret", "nobody", "--force")),
        app("4.5 n wrong platform", "arm", "arm64", "platform_absent", List.of(), "linux/arm64"),
        app("19 code exits", "crash", "crash", "exited", List.of(), "exit code"),
        app(
            "24 listens elsewhere",
            "port",
            "wrong-port",
            "other_port",
            List.of(),
            "--name port --port"),
        app(
            "4.5 r no such program",
            "program",
            "hello",
            "executable_not_found",
            List.of("--command", "/no/such")),
        run("56 image absent", "no-image", "nope", "repository_absent", List.of()),
        run(
            "56 bad command",
            "no-program",
            "job",
            "executable_not_found",
            List.of("--command", "/no/such")),
        run(
            "56 too little time",
            "slow",
            "job",
            "execution_time_exceeded",
            List.of(
                "--command",
                "/bin/sh",
                "--argument",
                "-c",
                "--argument",
                "sleep 60",
                "--maxexecutiontime",
                "1",
                "--retrylimit",
                "0")),
        run(
            "60 code exits",
            "three",
            "job",
            "exited",
            List.of(
                "--command",
                "/bin/sh",
                "--argument",
                "-c",
                "--argument",
                "exit 3",
                "--retrylimit",
                "0"),
            "exit code 3"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void namesTheCause(Row row) throws Exception {
    engine.windlass(row.make.apply(engine.registry()).toArray(String[]::new)).fails();
    var said = engine.windlass("doctor", row.target).fails().output();
    assertThat(said).contains("\n" + row.cause + ": ", "fix: ");
    assertThat(row.says).allMatch(said::contains);
  }

  @Test
  void requestsThatCannotBeServedSayWhatIsWrong() throws Exception {
    var image = engine.registry() + "/samples/hello";
    engine.windlass("app", "create", "--name", "twice", "--image", image, "--no-wait").works();
    assertThat(engine.windlass("app", "create", "--name", "twice", "--image", image).output())
        .contains(
            "Application 'twice' already exists within project 'default', please select a unique name.");
    assertThat(engine.windlass("app", "create", "--name", "Bad_Name", "--image", image).output())
        .contains(
            "An application name must consist of lowercase alphanumeric characters, '-' and must start with"
                + " an alphabetic character and end with an alphanumeric character.");
    assertThat(engine.windlass("jobrun", "submit", "--job", "nobody").output())
        .contains("FAILED", "nobody");
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

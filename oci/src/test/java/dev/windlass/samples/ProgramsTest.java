// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The programs in the images, run for real.
class ProgramsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  @TempDir private Path folder;

  private Running hello(Map<String, String> env) throws Exception {
    return Running.start(SampleImages.build().hello(), "/srv/serve", folder, env);
  }

  @Test
  void helloTellsWhoItIsAndWhatItWasAsked() throws Exception {
    var env = Map.of("PORT", "8123", "HOSTNAME", "hello-00001-abc", "K_REVISION", "hello-00001");
    try (var hello = hello(env)) {
      var answer = hello.get(8123, "/?a=b", "X-Colour: blue");
      assertThat(answer)
          .startsWith("Hello World\n")
          .contains("version:  v1")
          .contains("instance: hello-00001-abc")
          .contains("revision: hello-00001")
          .contains("GET /?a=b")
          .contains("X-Colour: blue")
          .contains("\nPORT=8123\n");
    }
  }

  @Test
  void helloGreetsWhomItIsToldTo() throws Exception {
    try (var hello = hello(Map.of("TARGET", "Ada"))) {
      assertThat(hello.get(8080, "/")).startsWith("Hello Ada\n");
    }
  }

  @Test
  void helloEndsWithTheCodeThatItIsAskedFor() throws Exception {
    try (var hello = hello(Map.of())) {
      assertThat(hello.get(8080, "/exit?code=3")).isEqualTo("exiting with 3");
      assertThat(hello.exitCode(SOON)).isEqualTo(3);
    }
  }

  @Test
  void helloEndsAtOnceWhenItIsToldTo() throws Exception {
    try (var hello = hello(Map.of())) {
      hello.get(8080, "/");
      hello.terminate();
      assertThat(hello.exitCode(Duration.ofSeconds(1))).isZero();
    }
  }

  @Test
  void helloServesManyAtOnce() throws Exception {
    try (var hello = hello(Map.of());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      hello.get(8080, "/");
      var requests = new ArrayList<Callable<String>>();
      for (int i = 0; i < 20; i++) {
        requests.add(() -> hello.get(8080, "/sleep?ms=700"));
      }
      long start = System.nanoTime();
      for (var answer : threads.invokeAll(requests)) {
        assertThat(answer.get()).isEqualTo("slept 700 ms");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(7));
    }
  }

  @Test
  void helloComputes() throws Exception {
    try (var hello = hello(Map.of())) {
      assertThat(hello.get(8080, "/burn?ms=50")).isEqualTo("computed for 50 ms");
    }
  }

  @ParameterizedTest
  @CsvSource({"/nowhere, 404", "/sleep?ms=x, 200", "/sleep?ms=1&ms=;reboot, 200"})
  void helloStandsWhatOneShouldNotAsk(String path, int status) throws Exception {
    try (var hello = hello(Map.of())) {
      if (status == 200) {
        assertThat(hello.get(8080, path)).startsWith("slept");
      } else {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> hello.get(8080, path))
            .hasMessageContaining("" + status);
      }
    }
  }

  @Test
  void wrongPortListensElsewhere() throws Exception {
    var image = SampleImages.build().wrongPort();
    var env = Map.of("PORT", "8080", "LISTEN", "9999");
    try (var program = Running.start(image, "/srv/serve", folder, env)) {
      assertThat(program.get(9999, "/")).startsWith("Hello World\n").contains("\nPORT=8080\n");
    }
  }

  @Test
  void jobTellsItsIndexAndEndsAsItShould() throws Exception {
    var image = SampleImages.build().job();
    var env = Map.of("JOB_INDEX", "2", "JOB_ARRAY_SIZE", "3", "EXIT_CODE_2", "7", "SLEEP", "0.01");
    try (var program = Running.start(image, "/srv/run", folder, env)) {
      assertThat(program.exitCode(SOON)).isEqualTo(7);
      assertThat(program.log()).contains("JOB_INDEX=2\nJOB_ARRAY_SIZE=3\n");
    }
  }

  @Test
  void jobEndsWellOtherwise() throws Exception {
    var image = SampleImages.build().job();
    var env = Map.of("JOB_INDEX", "1", "EXIT_CODE_2", "7");
    try (var program = Running.start(image, "/srv/run", folder, env)) {
      assertThat(program.exitCode(SOON)).isZero();
    }
  }

  @Test
  void crashCrashes() throws Exception {
    try (var program = Running.start(SampleImages.build().crash(), "/srv/run", folder, Map.of())) {
      assertThat(program.exitCode(SOON)).isEqualTo(1);
      assertThat(program.log()).contains("made to crash");
    }
  }

  @Test
  void arm64IsForAnotherMachine() throws Exception {
    Path file = folder.resolve("layer.tar.gz");
    try (var layer = SampleImages.build().arm64().blobs().getFirst().open()) {
      Files.copy(layer, file);
    }
    Commands.output(List.of("tar", "-xzf", file.toString(), "-C", folder.toString()));
    var start = folder.resolve("start").toString();
    assertThat(Commands.output(List.of("readelf", "-h", "-l", start)))
        .containsPattern("Machine: +AArch64")
        .containsPattern("LOAD .*")
        .doesNotContain("Warning");
  }

  /// To change it: edit accept.s, run this test, and copy what it expects into accept.hex.
  @Test
  void acceptIsWhatItsSourceSays() throws Exception {
    var object = folder.resolve("accept.o").toString();
    var code = folder.resolve("accept.bin");
    Commands.output(List.of("as", "--64", "-o", object, "../samples/accept/accept.s"));
    Commands.output(List.of("objcopy", "-O", "binary", "-j", ".text", object, code.toString()));
    var hex = HexFormat.of();
    assertThat(hex.formatHex(Source.hex("accept/accept.hex")))
        .isEqualTo(hex.formatHex(Files.readAllBytes(code)));
  }
}

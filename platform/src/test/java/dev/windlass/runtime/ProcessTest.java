// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Image;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How a container's process begins and ends.
class ProcessTest {
  private static LocalFixture here;

  @BeforeAll
  static void open() throws Exception {
    here = new LocalFixture();
  }

  @AfterAll
  static void close() throws Exception {
    here.close();
  }

  private static Image image(List<String> entrypoint, List<String> command, String user) {
    return Samples.with(
        here.busybox, Samples.config(entrypoint, command, Map.of("A", "1", "B", "2"), user, "/w"));
  }

  private static Container container(
      Image image, List<String> commands, List<String> arguments, Map<String, String> environment) {
    return new Container(
        "probe",
        Map.of(),
        image,
        commands,
        arguments,
        environment,
        Optional.empty(),
        Samples.LIMITS,
        Map.of(),
        List.of());
  }

  @Test
  void runsWhatTheImageSaysInItsFolderWithItsEnvironment() throws Exception {
    var image = image(List.of("sh", "-c"), List.of("pwd; echo $A$B$HOSTNAME$HOME"), "");
    assertThat(here.output(container(image, List.of(), List.of(), Map.of())))
        .isEqualTo("/w\n12probe/root");
  }

  @Test
  void ownArgumentsAndEnvironmentWinOverTheImages() throws Exception {
    var image = image(List.of("sh", "-c"), List.of("echo image"), "");
    assertThat(here.output(container(image, List.of(), List.of("echo $A$B"), Map.of("A", "9"))))
        .isEqualTo("92");
  }

  @Test
  void runsAsTheUserThatTheImageNamesWithItsGroups() throws Exception {
    var image = image(List.of("id"), List.of(), "app");
    assertThat(here.output(container(image, List.of(), List.of(), Map.of())))
        .isEqualTo("uid=1000(app) gid=1001(app) groups=50(staff)");
  }

  @Test
  void aUserThatIsNotThereIsToldApart() throws Exception {
    var failed =
        failed(container(image(List.of("id"), List.of(), "ghost"), List.of(), List.of(), Map.of()));
    assertThat(failed.kind()).isEqualTo(Start.Kind.UNKNOWN_USER);
    assertThat(failed.detail()).contains("'ghost'");
  }

  @Test
  void aProgramForAnotherProcessorIsToldApart() throws Exception {
    var elf = Files.readAllBytes(Path.of("/bin/busybox"));
    elf[18] = (byte) 0x02; // the machine in the header: SPARC
    assertThat(failed(program("alien", elf)).kind()).isEqualTo(Start.Kind.EXEC_FORMAT);
  }

  @Test
  void aScriptWhoseInterpreterIsMissingIsToldApart() throws Exception {
    var failed = failed(program("script", "#!/bin/missing\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(failed.kind()).isEqualTo(Start.Kind.EXECUTABLE_NOT_FOUND);
    assertThat(failed.detail()).contains("/script");
  }

  @Test
  void aFileThatMayNotBeExecutedIsToldApart() throws Exception {
    assertThat(failed(Samples.running("probe", here.busybox, "/etc/passwd")).kind())
        .isEqualTo(Start.Kind.EXECUTABLE_NOT_FOUND);
    assertThat(failed(Samples.running("probe", here.busybox, "nope")).kind())
        .isEqualTo(Start.Kind.EXECUTABLE_NOT_FOUND);
  }

  private static Container program(String name, byte[] content) throws Exception {
    var layer = Files.createDirectories(here.folder.resolve("layers").resolve(name));
    var file = Files.write(layer.resolve(name), content);
    assertThat(file.toFile().setExecutable(true, false)).isTrue();
    var image = Samples.image(List.of(here.busybox.layers().getFirst(), layer));
    return Samples.running("probe", image, "/" + name);
  }

  private static Start.Failed failed(Container container) throws InterruptedException {
    return (Start.Failed) here.containers.start(container);
  }

  @Test
  void isAskedToEndBeforeItIsKilled() throws Exception {
    here.started(
        Samples.shell(
            "polite",
            here.busybox,
            "trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.05; done"));
    Wait.until("ready", () -> here.text("polite").contains("ready"));
    var last = new ConcurrentLinkedQueue<String>();
    var reading = new FutureTask<>(() -> follow("polite", last));
    Thread.startVirtualThread(reading);
    Wait.until("it is read", () -> last.contains("ready"));
    here.containers.stop("polite", Duration.ofMinutes(1));
    reading.get(10, TimeUnit.SECONDS);
    assertThat(last).contains("bye");
  }

  private static String follow(String id, ConcurrentLinkedQueue<String> lines) throws Exception {
    here.containers.log(id).read(-1, () -> true, line -> lines.add(line.text()));
    return id;
  }

  @Test
  void isKilledAfterItsGraceWhenItDoesNotListen() throws Exception {
    here.started(Samples.running("deaf", here.busybox, "sleep", "1000"));
    long before = System.nanoTime();
    here.containers.stop("deaf", Duration.ofMillis(300));
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
  }

  @Test
  void aSecondStopInAHurryDoesNotWaitForTheFirst() throws Exception {
    here.started(Samples.running("deaf", here.busybox, "sleep", "1000"));
    var patient = Thread.startVirtualThread(() -> stop("deaf", Duration.ofMinutes(5)));
    Wait.until("the first waits", () -> patient.getState() == Thread.State.TIMED_WAITING);
    here.containers.stop("deaf", Duration.ZERO);
    assertThat(patient.join(Duration.ofSeconds(20))).isTrue();
    assertThat(here.containers.list()).isEmpty();
  }

  private static void stop(String id, Duration grace) {
    try {
      here.containers.stop(id, grace);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

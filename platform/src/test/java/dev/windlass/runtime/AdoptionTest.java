// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// That containers outlive the process that started them.
class AdoptionTest {
  private LocalFixture here;

  @BeforeEach
  void open() throws Exception {
    here = new LocalFixture();
  }

  @AfterEach
  void close() throws Exception {
    here.close();
  }

  @RepeatedTest(3)
  void containersOutliveAProcessThatWasKilledAndTheirEndsAreTold() throws Exception {
    here.containers.close();
    killAfterStarting();
    long pid = init("lasting");
    Files.createFile(root("later").resolve("end"));
    Wait.until("it ended while nobody watched", () -> Files.exists(layout().exit("later")));

    here.containers = LocalContainers.open(here.state, here.engine);
    var told = new ConcurrentLinkedQueue<String>();
    here.containers.onEnd(told::add);
    assertThat(here.containers.list()).extracting(Observed::id).contains("lasting", "later");
    assertThat(here.observed("lasting").running()).isTrue();
    assertThat(init("lasting")).isEqualTo(pid);
    assertThat(here.ended("later").code()).isEqualTo(5);
    assertThat(here.text("later")).isEqualTo("begun");

    here.containers.stop("half", Duration.ZERO); // it may have been whole when its starter ended
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    Wait.until("the end is told", () -> told.contains("lasting"));
    assertThat(here.ended("lasting").code()).isEqualTo(137);
    assertThat(here.ended("lasting").excess()).isEqualTo(Observed.Excess.NOTHING);
    assertThat(layout().ids()).containsExactlyInAnyOrder("lasting", "later");
  }

  private void killAfterStarting() throws IOException, InterruptedException {
    var words =
        Traces.java(
            Victim.class,
            here.state.toString(),
            here.engine,
            here.busybox.layers().getFirst().toString());
    var process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("started");
      Thread.sleep(Duration.ofMillis(30 + (System.nanoTime() & 63))); // anywhere in its loop
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aContainerWhoseMonitorWasKilledEndsToo() throws Exception {
    here.started(Samples.running("a", here.busybox, "sleep", "1000"));
    var saved = Instance.Saved.read(layout().bundle("a").saved());
    saved.conmon().kill();
    assertThat(here.ended("a").code()).isEqualTo(137);
    Wait.until("nothing runs unwatched", () -> !saved.init().alive());
    here.containers.stop("a", Duration.ZERO);
    assertThat(layout().ids()).isEmpty();
  }

  @Test
  void anAddressIsNotGivenOutAgainAfterReopening() throws Exception {
    var first = here.started(Samples.running("a", here.busybox, "sleep", "1000"));
    here.reopen();
    assertThat(here.observed("a")).isEqualTo(first);
    var second = here.started(Samples.running("b", here.busybox, "sleep", "1000"));
    assertThat(second.address()).isNotEqualTo(first.address());
  }

  @Test
  void whatWasOnlyHalfMadeIsRemovedAtOpening() throws Exception {
    here.started(Samples.running("a", here.busybox, "sleep", "1000"));
    Files.delete(layout().bundle("a").saved()); // as if we had ended just before we wrote it
    var init = Files.readString(layout().bundle("a").path().resolve("pid")).strip();
    here.reopen();
    assertThat(here.containers.list()).isEmpty();
    assertThat(layout().ids()).isEmpty();
    assertThat(ProcessId.of(Long.parseLong(init)).filter(ProcessId::alive)).isEmpty();
    assertThat(Traces.of(here.engine, here.state))
        .noneMatch(trace -> trace.contains(here.state.toString()));
  }

  @Test
  void whatWasOnlyHalfRemovedIsRemovedAtOpening() throws Exception {
    here.started(Samples.running("a", here.busybox, "sleep", "1000"));
    here.containers.close();
    ProcessHandle.of(init("a")).orElseThrow().destroyForcibly();
    Wait.until("it ended", () -> Files.exists(layout().exit("a")));
    Files.delete(layout().exit("a")); // as far as we may have come when we were killed
    Files.delete(layout().bundle("a").saved());
    Layout.delete(layout().bundle("a").logs().folder());
    here.containers = LocalContainers.open(here.state, here.engine);
    assertThat(here.containers.list()).isEmpty();
    assertThat(layout().ids()).isEmpty();
  }

  private Layout layout() {
    return new Layout(here.state, Memory.of("test"));
  }

  private long init(String id) throws IOException {
    return Instance.Saved.read(layout().bundle(id).saved()).init().pid();
  }

  private Path root(String id) throws IOException {
    return Path.of("/proc/" + init(id) + "/root");
  }
}

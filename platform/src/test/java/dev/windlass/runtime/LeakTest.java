// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// That nothing stays behind on the machine.
class LeakTest {
  @Test
  void aStoppedContainerLeavesNothingAndADestroyedEngineNeither() throws Exception {
    var before = Traces.links();
    var here = new LocalFixture();
    try {
      here.started(Samples.running("a", here.busybox, "sleep", "1000"));
      here.started(Samples.shell("b", here.busybox, "sleep 1000 & exit 3"));
      here.ended("b");
      here.containers.start(Samples.running("c", here.busybox, "/nope"));
      here.containers.start(Samples.running("d", here.busybox));
      assertThat(Traces.of(here.engine, here.state)).hasSizeGreaterThan(4);
      assertThat(new Layout(here.state, Memory.of("test")).ids())
          .containsExactlyInAnyOrder("a", "b");

      here.containers.stop("a", Duration.ZERO);
      here.containers.stop("b", Duration.ZERO);
      assertThat(Traces.of(here.engine, here.state))
          .noneMatch(trace -> trace.contains(here.state.toString()));
      assertThat(new Layout(here.state, Memory.of("test")).ids()).isEmpty();
      try (var exits = Files.list(new Layout(here.state, Memory.of("test")).exits())) {
        assertThat(exits).isEmpty();
      }
      here.started(Samples.running("e", here.busybox, "sleep", "1000"));
    } finally {
      here.close();
    }
    assertThat(Traces.of(here.engine, here.state)).isEmpty();
    assertThat(here.folder).doesNotExist();
    var left = new TreeSet<>(Traces.links());
    left.removeAll(before);
    assertThat(left).noneMatch(link -> link.contains(hash(here.engine)));
  }

  @Test
  void anEndedContainerHoldsNothingButItsLogAndHowItEnded() throws Exception {
    try (var here = new LocalFixture()) {
      here.started(Samples.shell("short", here.busybox, "echo words; exit 3"));
      var folder = new Layout(here.state, Memory.of("test")).bundle("short");
      Wait.until("it is spent", () -> Files.exists(folder.ended()));
      assertThat(Traces.of(here.engine, here.state))
          .noneMatch(trace -> trace.contains("short"))
          .noneMatch(trace -> trace.contains("rootfs"));
      assertThat(cgroupsBelow(here.engine)).isEmpty();
      here.reopen();
      assertThat(here.ended("short").code()).isEqualTo(3);
      assertThat(here.text("short")).isEqualTo("words");
      here.containers.down(Duration.ZERO);
      assertThat(Traces.of(here.engine, here.state)).isEmpty();
      here.containers = LocalContainers.open(here.state, here.engine);
      assertThat(here.ended("short").code()).isEqualTo(3);
      assertThat(here.text("short")).isEqualTo("words");
      here.containers.stop("short", Duration.ZERO);
      assertThat(new Layout(here.state, Memory.of("test")).ids()).isEmpty();
    }
  }

  private static List<Path> cgroupsBelow(String engine) throws IOException {
    try (var all = Files.walk(Path.of("/sys/fs/cgroup"), 3)) {
      return all.filter(path -> path.toString().contains("windlass-" + engine + "/short")).toList();
    }
  }

  private static String hash(String engine) {
    return Digest.of(engine.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 6);
  }
}

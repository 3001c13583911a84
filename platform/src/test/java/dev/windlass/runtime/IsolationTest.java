// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a container sees of itself and of the machine.
class IsolationTest {
  private static LocalFixture here;

  @BeforeAll
  static void open() throws Exception {
    here = new LocalFixture();
  }

  @AfterAll
  static void close() throws Exception {
    here.close();
  }

  @Test
  void hasOnlyTheUsualCapabilitiesAndCannotGetMore() throws Exception {
    var status = here.output("cat /proc/self/status");
    assertThat(status)
        .contains("CapBnd:\t00000000800405fb")
        .contains("CapEff:\t00000000800405fb")
        .contains("CapInh:\t0000000000000000")
        .contains("CapAmb:\t0000000000000000")
        .contains("NoNewPrivs:\t1");
  }

  @Test
  void filtersSystemCallsAlsoWhenTheFilterWasCompiledBefore() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(here.output("cat /proc/self/status")).contains("Seccomp:\t2");
      assertThat(here.output("/bin/busybox unshare -m true || /bin/busybox mount -t tmpfs x /bin"))
          .contains("ermitted");
    }
    try (var files = Files.list(here.state)) {
      assertThat(files.filter(file -> file.toString().endsWith(".bpf"))).hasSize(1);
    }
  }

  @Test
  void cannotWriteToTheKernelsSettings() throws Exception {
    assertThat(here.output("echo 1 > /proc/sys/kernel/sysrq; echo 1 > /proc/sys/vm/swappiness"))
        .contains("Read-only file system");
    assertThat(here.output("cat /proc/keys /proc/timer_list")).isEmpty();
    assertThat(here.output("echo x > /sys/kernel/mm/ksm/run")).contains("Read-only file system");
  }

  @Test
  void rootInAContainerIsNobodyOutside() throws Exception {
    var map = here.output("cat /proc/self/uid_map").strip().split("\\s+", -1);
    assertThat(map[0]).isEqualTo("0");
    assertThat(Integer.parseInt(map[1])).isGreaterThan(100_000);
    assertThat(map[2]).isEqualTo("65536");
    assertThat(here.output("id -u; id -g")).isEqualTo("0\n0");
  }

  @Test
  void rootOwnsTheImagesFilesAndMayChangeItsOwnCopy() throws Exception {
    assertThat(
            here.output(
                "/bin/busybox stat -c %u /bin/busybox /etc /; echo new >> /etc/passwd;"
                    + " /bin/busybox mkdir /x; /bin/busybox chown 1000:1001 /x;"
                    + " /bin/busybox stat -c %u:%g /x; /bin/busybox tail -n 1 /etc/passwd"))
        .isEqualTo("0\n0\n0\n1000:1001\nnew");
    assertThat(here.output("cat /etc/passwd")).doesNotContain("new");
  }

  @Test
  void seesOnlyItsOwnProcesses() throws Exception {
    assertThat(here.output("echo $$; echo /proc/[0-9]*")).isEqualTo("1\n/proc/1");
  }

  @Test
  void hasItsOwnNameAndItsAddressBehindIt() throws Exception {
    here.started(
        Samples.shell(
            "named", here.busybox, "/bin/busybox hostname; cat /etc/hostname /etc/hosts"));
    here.ended("named");
    assertThat(here.text("named"))
        .startsWith("named\nnamed\n127.0.0.1 localhost")
        .endsWith(here.observed("named").address().getHostAddress() + " named");
  }

  @Test
  void seesItsOwnLimits() throws Exception {
    assertThat(
            here.output(
                "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max"
                    + " 2>/dev/null"))
        .isEqualTo("" + Samples.LIMITS.memory());
  }

  @Test
  void cannotHaveMoreProcessesThanItsLimit() throws Exception {
    assertThat(here.output("for i in $(/bin/busybox seq 60); do sleep 100 & done; wait"))
        .contains("fork");
  }

  @Test
  void mountedFoldersAreReadableAndNotWritable() throws Exception {
    var secret = Files.createDirectories(here.state.resolve("secret"));
    Files.writeString(secret.resolve("key"), "value");
    var container =
        new Container(
            "mounting",
            Map.of(),
            here.busybox,
            List.of("sh", "-c", "cat /deep/down/key; echo x > /deep/down/key"),
            List.of(),
            Map.of(),
            Optional.of(1000),
            Samples.LIMITS,
            Map.of("/deep/down", secret),
            List.of());
    assertThat(here.output(container)).contains("value").contains("Read-only file system");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That all works, and nothing stays, where the daemon has a mount namespace of its own from which
/// the second generation of cgroups was unmounted.
class DaemonViewTest {
  private static final String UNIFIED = "/sys/fs/cgroup/unified";

  @TempDir Path folder;

  @Test
  void containersComeAndGoWithoutATrace() throws Exception {
    var script =
        "if mountpoint -q %1$s; then umount %1$s; fi; \"$@\" && ls %1$s 2>/dev/null | grep $0 || true"
            .formatted(UNIFIED);
    var words =
        new ArrayList<>(
            List.of("unshare", "-m", "--propagation", "slave", "sh", "-c", script, "tview"));
    words.addAll(Traces.java(Daemon.class, folder.toString(), "tview"));
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      assertThat(new String(output.readAllBytes(), StandardCharsets.UTF_8).strip())
          .isEqualTo("137 MEMORY");
    } finally {
      process.destroyForcibly();
    }
    assertThat(Traces.of("tview", folder)).isEmpty();
  }

  /// What runs in there. Arguments: folder, engine.
  static final class Daemon {
    private Daemon() {}

    public static void main(String[] words) throws Exception {
      var folder = Path.of(words[0]);
      var image = Samples.busybox(Files.createDirectories(folder.resolve("layer")));
      try (var containers = LocalContainers.open(folder.resolve("state"), words[1])) {
        containers.start(Samples.shell("a", image, "x=0123456789; while :; do x=$x$x; done"));
        Wait.until("a ended", () -> !containers.list().getFirst().running());
        if (containers.list().getFirst().state()
            instanceof Observed.State.Ended(var code, var excess, _)) {
          System.out.println(code + " " + excess);
        }
        containers.stop("a", Duration.ZERO);
        containers.down(Duration.ZERO);
      }
    }
  }
}

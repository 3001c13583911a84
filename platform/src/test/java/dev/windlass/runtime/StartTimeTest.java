// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class StartTimeTest {
  @Test
  void aContainerRunsSoonAfterItIsWanted() throws Exception {
    try (var here = new LocalFixture()) {
      here.output("true"); // compiles the filter
      var starts = new ArrayList<Long>();
      var stops = new ArrayList<Long>();
      for (int i = 0; i < 20; i++) {
        long begin = System.nanoTime();
        here.started(Samples.running("a", here.busybox, "sleep", "1000"));
        long running = System.nanoTime();
        here.containers.stop("a", Duration.ZERO);
        starts.add((running - begin) / 1000);
        stops.add((System.nanoTime() - running) / 1000);
      }
      starts.sort(null);
      stops.sort(null);
      System.getLogger("start-time")
          .log(
              System.Logger.Level.INFO,
              "start median {0} us, best {1}; stop median {2} us, best {3}",
              starts.get(10),
              starts.getFirst(),
              stops.get(10),
              stops.getFirst());
      assertThat(starts.get(10)).isLessThan(1_000_000);
    }
  }
}

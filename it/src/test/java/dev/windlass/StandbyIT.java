// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How an app waits that is scaled to zero, when it may not be frozen.
@Timeout(300)
class StandbyIT {
  @Test
  void aContainerIsMadeAheadOrNothingIsKept() throws Exception {
    try (var engine = TestEngine.start("--scale-window", "6", "--standby", "created")) {
      var url =
          engine
              .windlass("app", "create", "--name", "nap", "--image", image(engine))
              .works()
              .lastLine();
      TestEngine.eventually("it is made", () -> shows(engine, "Created"));
      assertThat(engine.ask(url).statusCode()).isEqualTo(200);
      assertThat(shows(engine, "Running")).isTrue();
      TestEngine.eventually("it is made", () -> shows(engine, "Created"));
      engine.kill();
      engine.up();
      assertThat(shows(engine, "Created")).as("after a crash it sleeps on").isTrue();
      engine.kill();
      engine.up("--standby", "cold");
      TestEngine.eventually("nothing is left", () -> !shows(engine, "Created"));
      assertThat(engine.ask(url).statusCode()).isEqualTo(200);
      var refused = engine.windlass("up", "--standby", "lukewarm", "--state", "/nowhere");
      assertThat(refused.fails().output()).contains("it needs to be frozen, created or cold");
    }
  }

  private static String image(TestEngine engine) {
    return engine.registry() + "/samples/hello";
  }

  /// Whether its instance has this status.
  private static boolean shows(TestEngine engine, String status) {
    try {
      var output = engine.windlass("app", "get", "--name", "nap").works().output();
      return output
          .lines()
          .anyMatch(line ->
              line.contains("-deployment-")
                  && List.of(line.strip().split("  +", -1)).contains(status));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

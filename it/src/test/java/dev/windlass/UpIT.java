// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/// An engine that cannot start says so at once, and why.
class UpIT {
  @Test
  void aSecondEngineOnTheSameFolderIsRefused() throws Exception {
    try (var engine = TestEngine.start()) {
      var state = engine.state().toString();

      var ran = engine.windlass("up", "-d", "--state", state).fails();

      assertThat(ran.output())
          .contains("Cannot start an engine on " + state)
          .contains("process " + engine.daemon().pid() + " runs one there");
      engine.windlass("app", "list").works();
    }
  }

  /// Without it, commands start slowly, and nobody is told.
  @Test
  void theJvmCanBeShownWhatCommandsNeed() throws Exception {
    try (var engine = TestEngine.start()) {
      engine.windlass("up", "--train-cli").works();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var engine = TestEngine.start();
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      engine.windlass("down", "--state", engine.state().toString()).works();
      var port = Integer.toString(taken.getLocalPort());

      var ran =
          engine.windlass("up", "-d", "--state", engine.state().toString(), "--port", port).fails();

      assertThat(ran.output()).contains(port).doesNotContain("Exception");
      engine.up();
    }
  }
}

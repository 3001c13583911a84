// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketsTest {
  private static final String HEADER = "  sl  local_address rem_address   st tx_queue rx_queue\n";

  @TempDir private Path net;

  @Test
  void readsAddressesAsTheKernelPrintsThem() throws Exception {
    Files.writeString(
        net.resolve("tcp"),
        HEADER
            + "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000\n"
            + "   1: 00000000:0BB8 00000000:0000 0A 00000000:00000000\n"
            + "   2: 0100007F:1F90 0100007F:A2B4 01 00000000:00000000\n");
    Files.writeString(
        net.resolve("tcp6"),
        HEADER
            + "   0: 00000000000000000000000001000000:0050"
            + " 00000000000000000000000000000000:0000 0A 00000000:00000000\n");

    assertThat(new Sockets(net).listening())
        .map(place -> place.getAddress().getHostAddress() + " " + place.getPort())
        .containsExactly("0:0:0:0:0:0:0:1 80", "0.0.0.0 3000", "127.0.0.1 8080");
  }

  @Test
  void seesWhatThisProcessListensOn() throws Exception {
    try (var socket = new ServerSocket(0)) {
      var self = ProcessId.of(ProcessHandle.current().pid()).orElseThrow();
      assertThat(Sockets.of(self).listening())
          .extracting(InetSocketAddress::getPort)
          .contains(socket.getLocalPort());
    }
  }

  @Test
  void aProcessThatIsGoneListensNowhere() {
    assertThat(new Sockets(net.resolve("gone")).listening()).isEmpty();
  }
}

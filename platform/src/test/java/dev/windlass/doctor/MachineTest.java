// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.Report;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @TempDir private Path state;

  private static Report look(Machine machine) {
    var chart = Chart.empty(Target.EVERYTHING, Instant.EPOCH.toString());
    machine.look(chart);
    return chart.report(0);
  }

  @Test
  void aMachineThatRunsContainersIsWell() throws IOException {
    try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var report =
          look(
              new Machine(
                  state,
                  List.of(new Machine.Port("API", "--port", address(port))),
                  InstantSource.system()));
      assertThat(report.findings()).isEmpty();
      assertThat(report.checks()).hasSizeGreaterThan(7);
    }
  }

  private static InetSocketAddress address(ServerSocket socket) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  @Test
  void namesThePortThatDoesNotAnswer() throws IOException {
    InetSocketAddress dead;
    try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = address(port);
    }
    var report =
        look(
            new Machine(
                state,
                List.of(new Machine.Port("ingress", "--ingress-port", dead)),
                InstantSource.system()));
    var finding = report.findings().getFirst();
    assertThat(finding.code()).isEqualTo("address_in_use");
    assertThat(finding.evidence()).contains(String.valueOf(dead.getPort()), "refused");
    assertThat(finding.fix()).contains("ss -ltnp", "--ingress-port");
  }

  @Test
  void aClockThatIsBehindWhatWasWrittenIsWrong() {
    var report = look(new Machine(state, List.of(), () -> Instant.parse("2025-10-01T00:00:00Z")));
    assertThat(report.findings()).extracting(Report.Finding::code).containsExactly("clock_wrong");
  }

  @Test
  void aNameServerThatRefusesAnswersAndASilentOneDoesNot() throws Exception {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      var server =
          new NameServer(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
      assertThat(server.answers(Duration.ofMillis(50))).isFalse();
      var answering = Thread.ofVirtual().start(() -> echo(socket));
      assertThat(server.answers(Duration.ofSeconds(5))).isTrue();
      answering.join();
    }
  }

  private static void echo(DatagramSocket socket) {
    try {
      for (int i = 0; i < 2; i++) { // the first question was left lying
        var packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        socket.send(packet);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

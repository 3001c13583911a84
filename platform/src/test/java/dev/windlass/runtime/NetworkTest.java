// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What containers reach, and who reaches them.
class NetworkTest {
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
  void aContainerIsReachedAtItsAddress() throws Exception {
    var container = serving("web");
    assertThat(read(container.address())).isEqualTo("hello from web");
    here.containers.stop("web", Duration.ZERO);
  }

  @Test
  void aProgramThatIsNotRootMayListenOnALowPort() throws Exception {
    var image =
        Samples.with(here.busybox, Samples.config(List.of(), List.of(), Map.of(), "app", ""));
    var container =
        here.started(Samples.shell("low", image, "while :; do echo low | nc -l -p 80; done"));
    assertThat(read(container.address(), 80)).isEqualTo("low");
    here.containers.stop("low", Duration.ZERO);
  }

  @Test
  void aContainerReachesThisMachineAtTheBridge() throws Exception {
    var container = here.started(Samples.running("idle", here.busybox, "sleep", "1000"));
    try (var server = new ServerSocket(0, 5, gateway(container.address()))) {
      var caller =
          Samples.shell(
              "caller",
              here.busybox,
              "echo hi | nc %s %d"
                  .formatted(server.getInetAddress().getHostAddress(), server.getLocalPort()));
      here.started(caller);
      try (var connection = server.accept()) {
        assertThat(connection.getInputStream().readNBytes(2)).asString().isEqualTo("hi");
      }
    }
    here.containers.stop("idle", Duration.ZERO);
    here.containers.stop("caller", Duration.ZERO);
  }

  @Test
  void aContainerDoesNotReachThisMachinesLoopback() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(
              here.output(
                  "nc -w 2 127.0.0.1 %d </dev/null && echo reached"
                      .formatted(server.getLocalPort())))
          .doesNotContain("reached");
    }
  }

  @Test
  void containersDoNotReachOneAnother() throws Exception {
    var web = serving("web");
    assertThat(read(web.address())).isEqualTo("hello from web");
    assertThat(
            here.output(
                "nc -w 1 %s 8080 </dev/null; echo ended".formatted(web.address().getHostAddress())))
        .doesNotContain("hello")
        .contains("ended");
    here.containers.stop("web", Duration.ZERO);
  }

  private static Observed serving(String id) throws InterruptedException {
    return here.started(
        Samples.shell(
            id, here.busybox, "while :; do echo hello from " + id + " | nc -l -p 8080; done"));
  }

  private static String read(InetAddress address) throws Exception {
    return read(address, 8080);
  }

  private static String read(InetAddress address, int port) throws Exception {
    var answer = new String[1];
    Wait.until(
        "an answer from " + address,
        () -> {
          try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            answer[0] =
                new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return !answer[0].isEmpty();
          } catch (ConnectException _) {
            return false; // it does not listen yet
          }
        });
    return answer[0];
  }

  private static InetAddress gateway(InetAddress container) throws Exception {
    var bytes = container.getAddress();
    bytes[2] &= (byte) 0xf0;
    bytes[3] = 1;
    return InetAddress.getByAddress(bytes);
  }
}

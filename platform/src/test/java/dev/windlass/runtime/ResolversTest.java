// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolversTest {
  @Test
  void leavesOutWhatOnlyThisMachineReaches() {
    assertThat(
            Resolvers.forContainers(
                List.of("# c", "nameserver 127.0.0.53", "nameserver 10.0.0.2", "search a.example")))
        .isEqualTo("# c\nnameserver 10.0.0.2\nsearch a.example\n");
  }

  @Test
  void asksPublicOnesWhereThereAreNoOthers() {
    assertThat(Resolvers.forContainers(List.of("nameserver ::1", "options edns0")))
        .isEqualTo("options edns0\nnameserver 1.1.1.1\nnameserver 8.8.8.8\n");
  }

  @Test
  void asksTheEngineWhereItAnswers() {
    var host =
        List.of("nameserver 127.0.0.53", "domain b.example", "search  a.example", "options edns0");
    var gateway = InetAddress.ofLiteral("10.9.8.1");
    assertThat(Resolvers.asking(gateway, List.of("abc.svc.cluster.local"), host))
        .isEqualTo(
            """
            nameserver 10.9.8.1
            search abc.svc.cluster.local b.example a.example
            options edns0
            """);
    assertThat(Resolvers.asking(gateway, List.of(), List.of())).isEqualTo("nameserver 10.9.8.1\n");
  }

  @Test
  void theEngineAsksWhomThisMachineAsks() {
    assertThat(Resolvers.serversOfHost(List.of("nameserver 127.0.0.53", "nameserver fe80::1%eth0")))
        .containsExactly("127.0.0.53", "fe80::1%eth0");
    assertThat(Resolvers.serversOfHost(List.of())).containsExactly("1.1.1.1", "8.8.8.8");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubnetTest {
  @Test
  void readsAndWritesWhatPeopleWrite() {
    assertThat(Subnet.parse("10.83.16.0/20")).hasToString("10.83.16.0/20");
    assertThat(Subnet.parse("10.83.16.0/20").address(258).getHostAddress()).isEqualTo("10.83.17.2");
  }

  @Test
  void takesWhatIsWishedUnlessItIsRoutedElsewhere() {
    assertThat(Subnet.free(0x531, List.of())).hasToString("10.83.16.0/20");
    assertThat(Subnet.free(0x531, List.of(Subnet.parse("10.83.0.0/16"))))
        .hasToString("10.84.0.0/20");
    assertThat(Subnet.free(0x531, List.of(Subnet.parse("10.83.20.7/32"))))
        .hasToString("10.83.32.0/20");
    assertThat(Subnet.free(0xfff, List.of(Subnet.parse("10.255.240.0/24"))))
        .hasToString("10.0.0.0/20");
  }

  @Test
  void saysSoWhenNothingIsLeft() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Subnet.free(0, List.of(Subnet.parse("10.0.0.0/8"))))
        .withMessageContaining("10.0.0.0/8");
  }

  @Test
  void readsTheKernelsRoutesButNotTheDefaultOne() {
    assertThat(
            Subnet.routed(
                List.of(
                    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU",
                    "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
                    "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
                    "tun0\t0000530A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0")))
        .extracting(Subnet::toString)
        .containsExactly("192.0.2.0/24", "10.83.0.0/16");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.InvalidName;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @ParameterizedTest(name = "{0} holds {1}: {2}")
  @CsvSource({
    "10.0.0.0/8,       10.255.0.1,      true",
    "10.0.0.0/8,       11.0.0.1,        false",
    "10.1.2.3/8,       10.9.9.9,        true",
    "192.168.1.7,      192.168.1.7,     true",
    "192.168.1.7,      192.168.1.6,     false",
    "192.168.1.8/30,   192.168.1.11,    true",
    "192.168.1.8/30,   192.168.1.12,    false",
    "0.0.0.0/0,        203.0.113.9,     true",
    "0.0.0.0/0,        fd00::1,         false",
    "fd00::/8,         fdff::1,         true",
    "fd00::/8,         fe00::1,         false",
    "2001:db8::/33,    2001:db8:7fff::, true",
    "2001:db8::/33,    2001:db8:8000::, false",
    "::1,              ::1,             true",
    "::/0,             127.0.0.1,       false",
    "::ffff:10.0.0.1,  10.0.0.1,        true",
    "10.0.0.0/8,       ::ffff:10.0.0.1, true"
  })
  void holds(String network, String address, boolean holds) {
    assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "10", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.256",
        "1.2.3.4.5", "fd00::/129", "fd00:::1", "fd00", ":", "::1%lo", "localhost", "example.org",
        "cafe.de", "dead.beef", "10.0.0.0/8 11.0.0.0/8", "10.0.0.0/999", "/8", "1:2"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> Network.parse(text))
        .isInstanceOf(InvalidName.class)
        .hasMessageContaining("needs to look like 192.168.1.7, 10.0.0.0/8 or fd00::/8");
  }

  @Test
  void areReadAsTheyWereWritten() {
    var networks =
        List.of(
            Network.parse(" 10.0.0.0/8 "), Network.parse("192.168.1.7"), Network.parse("fd00::/8"));
    assertThat(Network.list(Network.text(networks))).isEqualTo(networks);
    assertThat(Network.text(networks)).startsWith("10.0.0.0/8 192.168.1.7 ");
    assertThat(Network.list("")).isEmpty();
  }
}

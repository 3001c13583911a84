// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  @Test
  void givesAwayOnlyWhatWeMayGiveAway() {
    assertThat(Capabilities.within(-1L)).hasSize(11).doesNotContain("CAP_SYS_ADMIN");
    assertThat(Capabilities.within(0b10_0001)).containsExactly("CAP_CHOWN", "CAP_KILL");
    assertThat(Capabilities.within(0)).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SlotsTest {
  @Test
  void givesANumberOutAgainOnlyWhenAllOthersHadTheirTurn() {
    var slots = new Slots(2, 5);
    assertThat(slots.take()).isEqualTo(2);
    slots.giveBack(2);
    assertThat(slots.take()).isEqualTo(3);
    assertThat(slots.take()).isEqualTo(4);
    assertThat(slots.take()).isEqualTo(2);
  }

  @Test
  void skipsWhatIsKeptAndSaysSoWhenAllAreTaken() {
    var slots = new Slots(2, 5);
    slots.keep(3);
    assertThat(slots.take()).isEqualTo(4);
    assertThat(slots.take()).isEqualTo(2);
    assertThatIllegalStateException().isThrownBy(slots::take).withMessageContaining("3 addresses");
  }
}

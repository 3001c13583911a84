// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChronicleTest {
  private static Chronicle<Integer> of(int decisive, int count) {
    var chronicle = new Chronicle<Integer>(6, one -> one == decisive);
    IntStream.rangeClosed(1, count).forEach(chronicle::add);
    return chronicle;
  }

  @Test
  void keepsAllOfALittle() {
    assertThat(of(0, 6).all()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void keepsTheBeginningAndTheEndOfMuch() {
    assertThat(of(0, 100).all()).containsExactly(1, 2, 3, 98, 99, 100);
  }

  @Test
  void keepsWhatIsDecisive() {
    assertThat(of(50, 100).all()).containsExactly(1, 2, 3, 50, 99, 100);
  }
}

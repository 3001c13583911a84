// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.InvalidName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityTest {
  @Test
  void isReadAsPeopleWriteIt() {
    assertThat(Capacity.parse("8,32G")).isEqualTo(new Capacity(8_000, 32_000_000_000L));
    assertThat(Capacity.parse("0.5,512Mi")).isEqualTo(new Capacity(500, 512L << 20));
    assertThat(Capacity.parse("machine")).isEqualTo(Capacity.ofThisMachine());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "8,", "8,32", "8 32G", "many,32G", "8,32Q", "-1,32G"})
  void whatCannotBeReadIsTold(String words) {
    assertThatThrownBy(() -> Capacity.parse(words)).isInstanceOf(InvalidName.class);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.InvalidName;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArraySpecTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0             | 0             | 0",
        "1-5,7-8,10    | 1 2 3 4 5 7 8 10 | 1-5,7-8,10",
        "3,1,2         | 1 2 3         | 1-3",
        "1-3,2-4,3     | 1 2 3 4       | 1-4",
        "5-5           | 5             | 5",
        "9999999       | 9999999       | 9999999",
        "007           | 7             | 7",
        "0,2           | 0 2           | 0,2",
      })
  void readsAndWrites(String text, String indices, String compact) {
    var spec = ArraySpec.parse(text);
    assertThat(spec.indices())
        .isEqualTo(Arrays.stream(indices.split(" ")).map(Integer::valueOf).toList());
    assertThat(spec).hasToString(compact);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''         | has the part '', which is neither",
        "1,         | has the part '', which is neither",
        "1 - 2      | has the part '1 - 2', which is neither",
        "-1         | has the part '-1', which is neither",
        "1-2-3      | has the part '1-2-3', which is neither",
        "a          | has the part 'a', which is neither",
        "10000000   | has the part '10000000', which is neither a number up to 9999999",
        "5-1        | has the range '5-1', which ends before it starts",
        "0-1000     | has more than 1000 indices",
        "0-9999999  | has more than 1000 indices",
      })
  void saysWhatIsWrong(String text, String why) {
    assertThatThrownBy(() -> ArraySpec.parse(text))
        .isInstanceOf(InvalidName.class)
        .hasMessageStartingWith("'" + text + "' is not a list of array indices: it " + why);
  }

  @Test
  void hasItsLimits() {
    assertThat(ArraySpec.parse("0-999").indices()).hasSize(ArraySpec.MOST_INDICES);
    assertThatThrownBy(() -> ArraySpec.parse("1,".repeat(127)))
        .hasMessageContaining("is longer than 253 characters");
  }

  @Test
  void noIndicesAreNoRanges() {
    assertThat(ArraySpec.ranges(List.of())).isEmpty();
  }
}

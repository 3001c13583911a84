// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.Disk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CachePolicyTest {
  private static final long G = 1_000_000_000;

  /// @param stock gigabytes that the images take
  /// @param used percent of a disk of 100 gigabytes
  record Row(String says, String size, String watermarks, long stock, int used, long keeps) {}

  private static final long ALL = Long.MAX_VALUE / G;

  static final List<Row> rows =
      List.of(
          new Row("room enough", "none", "85,80", 40, 60, ALL),
          new Row("just full enough", "none", "85,80", 40, 85, ALL),
          new Row("the disk is too full", "none", "85,80", 40, 90, 30),
          new Row("others fill the disk", "none", "85,80", 5, 99, 0),
          new Row("a limit of their own", "20G", "85,80", 40, 60, 20),
          new Row("the stricter of both", "35G", "85,80", 40, 90, 30),
          new Row("the disk may be full", "none", "100,100", 40, 100, ALL),
          new Row("nothing may stay", "0G", "85,80", 40, 10, 0));

  @ParameterizedTest
  @FieldSource("rows")
  void keeps(Row row) {
    var disk = new Disk(100 * G, (100 - row.used()) * G);
    var rule = CachePolicy.parse(row.size(), row.watermarks()).rule(row.stock() * G, disk);
    assertThat(rule.keep() / G).as(row.says()).isEqualTo(row.keeps());
    assertThat(rule.named()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"80,85", "101,80", "85", "85,", "high,low", "85,80,75", ""})
  void refusesWatermarksThatMakeNoSense(String text) {
    assertThatThrownBy(() -> CachePolicy.parse("none", text))
        .hasMessageContaining("is not a pair of watermarks: it needs");
  }

  @Test
  void refusesASizeThatIsNone() {
    assertThatThrownBy(() -> CachePolicy.parse("much", "85,80"))
        .hasMessageContaining("'much' is not a amount of bytes");
  }

  @Test
  void saysWhatIsWrongWhenNothingMoreMayGo() {
    var policy = CachePolicy.parse("10G", "85,80");
    assertThat(policy.shortage(9 * G, new Disk(100 * G, 50 * G))).isEmpty();
    assertThat(policy.shortage(12 * G, new Disk(100 * G, 50 * G)))
        .startsWith("images take 12,000 MB")
        .contains("--image-cache");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class JsonTextTest {
  record Row(String text, String says) {}

  static final List<Row> malformed =
      List.of(
          new Row("", "line 1, column 1: found the end where a value is expected"),
          new Row("{\"a\":", "line 1, column 6: found the end where a value is expected"),
          new Row("{\"a\":1,}", "column 8: found '}' where a \" is expected"),
          new Row("{\n  \"a\" 1}", "line 2, column 7: found '1' where a : is expected"),
          new Row("{'a':1}", "found ''' where a \" is expected"),
          new Row("{} x", "column 4: found 'x' where the end of the document is expected"),
          new Row("{\"a\":01}", "found '1' where a } is expected"),
          new Row("{\"a\":nul}", "found 'n' where a value is expected"),
          new Row("[1 2]", "found '2' where a ] is expected"),
          new Row("\"a\nb\"", "where an escape such as \\n is expected"),
          new Row("\"abc", "found the end where a closing \" is expected"),
          new Row("\"\\x\"", "found 'x' where one of"),
          new Row("\"\\u12g4\"", "four hex digits"),
          new Row("{\"a\":1,\"a\":2}", "each key only once"),
          new Row("-", "a value"),
          new Row("1".repeat(50), "at most 40 digits"),
          new Row("[".repeat(100_000), "at most 32 levels"));

  @ParameterizedTest
  @FieldSource("malformed")
  void saysWhatIsWrongWhere(Row row) {
    assertThatThrownBy(() -> JsonText.parse(row.text))
        .isInstanceOf(JsonText.Malformed.class)
        .hasMessageContaining(row.says);
  }

  @Test
  void readsEveryKindOfValue() throws JsonText.Malformed {
    assertThat(
            JsonText.parse(" {\"a\": [1, -2.5, true, false, null, \"x\\u00e9\\n\"], \"b\": {}} "))
        .isEqualTo(
            Map.of(
                "a",
                Arrays.asList(1L, new BigDecimal("-2.5"), true, false, JsonText.Null.NULL, "xé\n"),
                "b",
                Map.of()));
  }
}

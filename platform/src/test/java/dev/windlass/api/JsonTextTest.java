// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void escapesWhatMustBe() {
    assertThat(JsonText.compact("\"\\\n\t\r\u0001ü")).isEqualTo("\"\\\"\\\\\\n\\t\\r\\u0001ü\"");
  }

  @Test
  void writesRecordsWithoutTheirNulls() {
    var env = List.of(new EnvVar(null, "A", null, null, "literal", "1"));

    assertThat(JsonText.compact(Map.of("env", env)))
        .isEqualTo("{\"env\":[{\"name\":\"A\",\"type\":\"literal\",\"value\":\"1\"}]}");
  }

  @Test
  void indentsWhenPeopleRead() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("a", List.of(1, true));
    tree.put("b", Map.of());
    tree.put("c", new Problem("x", "y"));

    assertThat(JsonText.pretty(tree))
        .isEqualTo(
            """
            {
              "a": [
                1,
                true
              ],
              "b": {},
              "c": {
                "code": "x",
                "message": "y"
              }
            }\
            """);
  }
}

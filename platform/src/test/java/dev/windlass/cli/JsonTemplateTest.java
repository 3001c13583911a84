// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avaje.jsonb.Jsonb;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTemplateTest {
  private static final Object TREE =
      Jsonb.instance()
          .type(Object.class)
          .fromJson(
              """
              {"items":[
                {"name":"a","n":1,"on":true,"labels":{"x.y/z":"one"},"conditions":[{"type":"Ready","status":"True"},{"type":"Active","status":"False"}]},
                {"name":"b","n":2.5,"on":false,"image":"i"},
                {"name":"c"}],
               "empty":[]}
              """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{.items[0].name}|a",
        ".items[0].name|a",
        "items[1].name|b",
        "{$.items[-1].name}|c",
        "{.items[*].name}|a b c",
        "{.items[0:2].name}|a b",
        "{.items[:-1].name}|a b",
        "{.items[1:].name}|b c",
        "{.items[0].on} {.items[1].on}|true false",
        "{.items[0].labels['x.y/z']}|one",
        "{.items[0].labels.x\\.y/z}|one",
        "{..image}|i",
        "{.items[?(@.name==\"b\")].image}|i",
        "{.items[?(@.image)].name}|b",
        "{.items[?(@.name!='a')].name}|b c",
        "{.items[0].conditions[?(@.type==\"Ready\")].status}|True",
        "{range .items[*]}{.name};{end}|a;b;c;",
        "{range .items[*]}[{.name}{\", \"}{.image}]{end}|[a, ][b, i][c, ]",
        "{.nothing}x|x",
        "{.items[7].name}x|x",
        "{.items[-7].name}x|x",
        "name: {.items[0].name}!|name: a!",
        "{.items[0].conditions[1]}|{\"type\":\"Active\",\"status\":\"False\"}",
        "{.empty}|[]",
      })
  void selects(String template, String expected) {
    assertThat(JsonTemplate.parse(template).asText(TREE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{.a", "{range .a}", "{end}", "{.a[}", "{.a[x]}"})
  void refusesWhatHasNoEnd(String template) {
    assertThatThrownBy(() -> JsonTemplate.parse(template))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("the JSONPath '");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The examples of RFC 7396 that are about objects, and ours about lists of objects.
class MergePatchTest {
  record Row(String target, String patch, String merged) {}

  static final List<Row> rows =
      List.of(
          new Row("{'a':'b'}", "{'a':'c'}", "{'a':'c'}"),
          new Row("{'a':'b'}", "{'b':'c'}", "{'a':'b','b':'c'}"),
          new Row("{'a':'b'}", "{'a':null}", "{}"),
          new Row("{'a':'b','b':'c'}", "{'a':null}", "{'b':'c'}"),
          new Row("{'a':['b']}", "{'a':'c'}", "{'a':'c'}"),
          new Row("{'a':'c'}", "{'a':['b']}", "{'a':['b']}"),
          new Row("{'a':{'b':'c'}}", "{'a':{'b':'d','c':null}}", "{'a':{'b':'d'}}"),
          new Row("{'a':[{'b':'c'}]}", "{'a':[1]}", "{'a':[1]}"),
          new Row("{'e':1}", "{'a':1}", "{'e':1,'a':1}"),
          new Row("{}", "{'a':{'bb':{'ccc':null}}}", "{'a':{'bb':{}}}"),
          new Row("{'a':1}", "{'a':{'b':null,'c':2}}", "{'a':{'c':2}}"),
          new Row("{'a':[1,2,3]}", "{'a':[]}", "{'a':[]}"),
          new Row("{}", "{'a':[{'b':null,'c':1}]}", "{'a':[{'c':1}]}"));

  @ParameterizedTest
  @FieldSource("rows")
  void merges(Row row) throws JsonText.Malformed {
    assertThat(MergePatch.apply(object(row.target), object(row.patch)))
        .isEqualTo(object(row.merged));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(String text) throws JsonText.Malformed {
    return (Map<String, Object>) JsonText.parse(text.replace('\'', '"'));
  }
}

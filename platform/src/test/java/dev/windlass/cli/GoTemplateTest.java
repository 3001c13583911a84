// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTemplateTest {
  private static final Map<String, Object> IMAGE =
      Map.of(
          "Repository",
          "localhost:5000/shop/cart",
          "Size",
          12582912L,
          "Tags",
          List.of("latest", "v2"),
          "None",
          List.of(),
          "Config",
          Map.of("ExposedPorts", Map.of("8080/tcp", Map.of()), "Env", List.of("A=b", "C=d")),
          "SecurityStatus",
          Map.of("Status", "Not scanned"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      nullValues = "-",
      value = {
        "{{.Repository}}:{{index .Tags 1}}|localhost:5000/shop/cart:v2",
        "{{ .Size }} {{ .SecurityStatus.Status }}|12582912 Not scanned",
        "{{.Tags}}|[latest v2]",
        "{{.Config.ExposedPorts}}|map[8080/tcp:]",
        "{{.Config.Missing}}x|x",
        "{{if not .None}}{{.Repository}}@untagged{{end}}|localhost:5000/shop/cart@untagged",
        "{{if gt .Size 1000000}}large{{else}}small{{end}}|large",
        "{{if lt .Size 9}}tiny{{else if le .Size 12582912}}fits{{else}}huge{{end}}|fits",
        "{{if and (eq .SecurityStatus.Status \"Not scanned\") (ne .Size 0)}}yes{{end}}|yes",
        "{{range .Tags}}<{{.}}>{{end}}|<latest><v2>",
        "{{range .None}}x{{else}}none{{end}}|none",
        "{{len .Tags}}{{/* how many */}}|2",
        "{{json .Config.Env}}|[\"A=b\",\"C=d\"]",
        "a {{- .Size -}} b|a12582912b",
        "a\\tb|a\tb",
        "{{if false}}x{{end}}|''",
      })
  void fillsInWhatAThingHas(String template, String filled) {
    assertThat(GoTemplate.parse(template).fill(IMAGE)).isEqualTo(filled);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{.Tag}} | names the field .Tag; there are .Config, .None, .Repository, .SecurityStatus,",
        "{{.Size | has a {{ without a }}",
        "{{if .Size}}x | has an if or a range without an {{end}}",
        "x{{end}} | has {{end}} where nothing is open",
        "{{}} | has empty braces",
        "{{printf \"%s\" .Size}} | printf' is not supported; there are fields, if, else, range,",
        "{{$x := .Size}} | $x' is not supported",
        "{{with .Size}}x{{end}} | with' is not supported",
        "{{gt .Size}} | in which gt needs two values",
        "{{.Size .Tags}} | in which '.Tags' is one too many",
        "{{(.Size}} | in which a ( has no )",
      })
  void saysWhatItDoesNotUnderstand(String template, String complaint) {
    assertThatThrownBy(() -> GoTemplate.parse(template).fill(IMAGE))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining(complaint);
  }
}

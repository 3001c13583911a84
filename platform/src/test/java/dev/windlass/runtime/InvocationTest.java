// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class InvocationTest {
  private static final Identity ROOT = new Identity(0, 0, List.of(), "/root");

  record Row(
      String claim,
      List<String> entrypoint,
      List<String> command,
      List<String> commands,
      List<String> arguments,
      String words) {
    @Override
    public String toString() {
      return claim;
    }
  }

  static final List<Row> rows =
      List.of(
          row("the image's entrypoint and command", "e", "c", "", "", "e c"),
          row("an entrypoint alone", "e", "", "", "", "e"),
          row("a command alone", "", "c", "", "", "c"),
          row("arguments replace the command", "e", "c", "", "a", "e a"),
          row("commands replace both", "e", "c", "x", "", "x"),
          row("commands and arguments", "e", "c", "x y", "a b", "x y a b"),
          row("arguments where there is no entrypoint", "", "c", "", "a", "a"));

  private static Row row(
      String claim, String entrypoint, String command, String own, String arguments, String all) {
    return new Row(claim, list(entrypoint), list(command), list(own), list(arguments), all);
  }

  private static List<String> list(String words) {
    return words.isEmpty() ? List.of() : List.of(words.split(" ", -1));
  }

  @ParameterizedTest
  @FieldSource("rows")
  void runs(Row row) throws Exception {
    var invocation =
        Invocation.of(
            container(row.entrypoint, row.command, row.commands, row.arguments, Map.of()), ROOT);
    assertThat(String.join(" ", invocation.words())).isEqualTo(row.words);
  }

  @Test
  void nothingToRunIsRefused() {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() ->
            Invocation.of(container(List.of(), List.of(), List.of(), List.of(), Map.of()), ROOT))
        .satisfies(e -> assertThat(e.failed().kind()).isEqualTo(Start.Kind.NO_COMMAND));
  }

  @Test
  void theContainersVariablesWinOverTheImagesAndTheImagesOverTheUsualOnes() throws Exception {
    var environment =
        Invocation.of(
                container(
                    List.of("e"),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of("BOTH", "container", "HOSTNAME", "mine")),
                ROOT)
            .environment();
    assertThat(environment)
        .containsEntry("BOTH", "container")
        .containsEntry("IMAGE", "image")
        .containsEntry("PATH", "/image/bin")
        .containsEntry("HOSTNAME", "mine")
        .containsEntry("HOME", "/root");
  }

  private static Container container(
      List<String> entrypoint,
      List<String> command,
      List<String> commands,
      List<String> arguments,
      Map<String, String> environment) {
    var config =
        Samples.config(
            entrypoint,
            command,
            Map.of("BOTH", "image", "IMAGE", "image", "PATH", "/image/bin"),
            "",
            "");
    return new Container(
        "a",
        Map.of(),
        Samples.with(Samples.image(List.of()), config),
        commands,
        arguments,
        environment,
        Optional.empty(),
        Samples.LIMITS,
        Map.of(),
        List.of());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.InvalidName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotasTest {
  @Test
  void whatIsNotNamedIsAsUsual() {
    assertThat(Quotas.parse(List.of())).isEqualTo(Quotas.STANDARD);
    var more = Quotas.parse(List.of("apps=200", "job_runs=5"));
    assertThat(more.apps()).isEqualTo(200);
    assertThat(more.jobRuns()).isEqualTo(5);
    assertThat(more.jobs()).isEqualTo(100);
    assertThat(Quotas.parse(more.words())).isEqualTo(more);
  }

  @ParameterizedTest
  @ValueSource(strings = {"apps", "apps=", "apps=0", "apps=-1", "apps=many", "cats=3", "=3"})
  void whatCannotBeReadIsTold(String word) {
    assertThatThrownBy(() -> Quotas.parse(List.of(word)))
        .isInstanceOf(InvalidName.class)
        .hasMessageContaining("KIND=NUMBER");
  }

  @Test
  void aProjectSaysWhatItHasAndMay() {
    try (var api = new Api()) {
      api.post(api.in("/config_maps"), "{\"name\":\"c\"}");
      assertThat(api.get(api.in("/quotas")).http().body())
          .contains("\"category\":\"Configmaps\"")
          .containsPattern("\"used\":1")
          .contains("\"limit\":40");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "/a?b,              Shop.test:7080, shop.test,     /a?b",
    "/,                 shop.test,      shop.test,     /",
    "/,                 shop.test:,     shop.test,     /",
    "*,                 shop.test,      shop.test,     *",
    "/,                 [::1]:7080,     [::1],         /",
    "http://b.test,     shop.test,      b.test,        /",
    "HTTP://b.test?q,   shop.test,      b.test,        /?q",
    "http://b.test:1/x, shop.test,      b.test,        /x",
    "/http://b.test/,   shop.test,      shop.test,     /http://b.test/",
    "/,                 shop.test.,     shop.test.,    /",
  })
  void readsHostAndPath(String uri, String header, String host, String path) {
    Target target = Target.of(uri, Optional.of(header)).orElseThrow();
    assertThat(target.host()).isEqualTo(host);
    assertThat(target.uri()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "http://", "ftp://b.test/", "http://u@b.test/", "http:///x"})
  void whatIsNoPlaceHasNoTarget(String uri) {
    assertThat(Target.of(uri, Optional.of("shop.test"))).isEmpty();
  }

  @Test
  void aPathAloneNeedsAHost() {
    assertThat(Target.of("/", Optional.empty())).isEmpty();
    assertThat(Target.of("/", Optional.of(""))).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;

/// Whatever comes to the management API, it neither fails nor hangs, and says what is wrong in its
/// own way.
class ManagementFuzzTest {
  private static final Pattern NO = Pattern.compile("(?s)\\{\"code\":\"[A-Z]+[0-9]+[EW]\",.*");
  private static final FuzzedRegistry FUZZED = FuzzedRegistry.start();

  @AfterContainer
  static void stop() throws IOException {
    FUZZED.close();
  }

  @AfterProperty
  void stillWorks() throws Exception {
    assertThat(FUZZED.owner().get("/api/v1/namespaces").status()).isEqualTo(200);
  }

  @Provide
  Arbitrary<Said> operations() {
    return Wild.operation();
  }

  @Property
  void answersEveryOperation(@ForAll("operations") Said operation) throws Exception {
    var heard = Heard.after(FUZZED.address(), operation.text());
    assertThat(heard.status()).isBetween(200, 499);
    if (heard.status() >= 400 && !operation.method().equals("HEAD")) {
      assertThat(heard.body()).matches(NO);
      assertThat(Jsonb.instance().type(Object.class).fromJson(heard.body())).isNotNull();
    }
  }
}

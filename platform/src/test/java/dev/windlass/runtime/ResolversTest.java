// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResolversTest {
  @Test
  void leavesOutWhatOnlyThisMachineReaches() {
    assertThat(
            Resolvers.forContainers(
                List.of("# c", "nameserver 127.0.0.53", "nameserver 10.0.0.2", "search a.example")))
        .isEqualTo("# c\nnameserver 10.0.0.2\nsearch a.example\n");
  }

  @Test
  void asksPublicOnesWhereThereAreNoOthers() {
    assertThat(Resolvers.forContainers(List.of("nameserver ::1", "options edns0")))
        .isEqualTo("options edns0\nnameserver 1.1.1.1\nnameserver 8.8.8.8\n");
  }
}

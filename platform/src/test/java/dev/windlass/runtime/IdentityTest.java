// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  private static final List<String> PASSWD =
      List.of(
          "root:x:0:0:root:/root:/bin/sh", "app:x:1000:1001::/home/app:", "broken", "bare:x:7:8::");
  private static final List<String> GROUP =
      List.of("root:x:0:", "app:x:1001:", "staff:x:50:app,other", "wheel:x:10:root,app", "odd");

  @ParameterizedTest
  @CsvSource({
    "'', 0, 0, 10, /root",
    "root, 0, 0, 10, /root",
    "app, 1000, 1001, 50 10, /home/app",
    "1000, 1000, 1001, 50 10, /home/app",
    "app:staff, 1000, 50, '', /home/app",
    "app:77, 1000, 77, '', /home/app",
    "'app:', 1000, 1001, 50 10, /home/app",
    "4000, 4000, 0, '', /",
    "4000:4001, 4000, 4001, '', /",
    "':staff', 0, 50, '', /root",
    "bare, 7, 8, '', /"
  })
  void isWhomTheImageNames(String user, int uid, int gid, String groups, String home)
      throws Exception {
    var expected =
        List.of(groups.split(" ", -1)).stream()
            .filter(group -> !group.isEmpty())
            .map(Integer::valueOf)
            .toList();
    assertThat(Identity.of(user, PASSWD, GROUP)).isEqualTo(new Identity(uid, gid, expected, home));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ghost", "ghost:app", "app:ghosts", "-1", "99999999999"})
  void whoIsNotThereIsRefusedByName(String user) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> Identity.of(user, PASSWD, GROUP))
        .satisfies(e -> assertThat(e.failed().kind()).isEqualTo(Start.Kind.UNKNOWN_USER))
        .withMessageMatching(
            "(user|group) '(ghosts?|-1|99999999999)' is not in the image's /etc/.*");
  }

  @Test
  void anImageWithoutPasswdHasRoot() throws Exception {
    assertThat(Identity.of("", List.of(), List.of())).isEqualTo(new Identity(0, 0, List.of(), "/"));
  }
}

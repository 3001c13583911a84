// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComplaintTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "executable file `/nope` not found in $PATH: No such file or directory|EXECUTABLE_NOT_FOUND",
        "exec: \"/nope\": stat /nope: no such file or directory|EXECUTABLE_NOT_FOUND",
        "open executable: Permission denied|EXECUTABLE_NOT_FOUND",
        "exec: \"/etc/passwd\": permission denied|EXECUTABLE_NOT_FOUND",
        "exec container process `/arm64bin`: Exec format error|EXEC_FORMAT",
        "exec /arm64bin: exec format error|EXEC_FORMAT",
        "exec container process (missing dynamic library?) `/s`: No such file or directory"
            + "|EXECUTABLE_NOT_FOUND",
        "cgroups in hybrid mode not supported, drop all controllers from cgroupv2|OTHER",
        "setrlimit `RLIMIT_NOFILE`: Operation not permitted|OTHER"
      })
  void isUnderstood(String words, Start.Kind kind) {
    assertThat(Complaint.kind(words)).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec container process `/arm64bin`: Exec format error",
        "exec /arm64bin: exec format error"
      })
  void isToldFromWhatTheContainerPrints(String line) {
    assertThat(Complaint.printed(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec something", "sh: nope: not found", "", "No such file or directory"})
  void whatTheContainerPrintsIsNone(String line) {
    assertThat(Complaint.printed(line)).isFalse();
  }
}

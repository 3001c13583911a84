// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares what people will read with a file under `src/test/resources/golden`.
public final class Golden {
  private Golden() {}

  public static void check(String name, String actual) throws IOException {
    Path file = Path.of("src/test/resources/golden", name);
    if (System.getenv("UPDATE_GOLDEN") != null) {
      Files.writeString(file, actual);
    }
    assertThat(actual)
        .as("%s differs; if the change is meant, run UPDATE_GOLDEN=1 ./dev test", file)
        .isEqualTo(Files.readString(file));
  }
}

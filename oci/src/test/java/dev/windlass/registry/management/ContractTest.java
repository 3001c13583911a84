// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.StoreLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractTest {
  private static final Pattern PATH = Pattern.compile("  /api/v1(/\\S+):");
  private static final Pattern METHOD = Pattern.compile("    (get|put|post|patch|delete):");

  @Test
  void whatCanBeAskedIsWhatTheContractSays(@TempDir Path folder) throws Exception {
    try (var store = Store.open(folder, StoreLimits.STANDARD, InstantSource.system())) {
      var built = new TreeSet<String>();
      for (Operation operation : Management.operations(store)) {
        built.add(operation.method() + " " + nameless(operation.path()));
      }
      assertThat(built).isEqualTo(promised());
    }
  }

  private static Set<String> promised() throws IOException {
    var promised = new TreeSet<String>();
    String path = "";
    for (String line : contract().lines().toList()) {
      var named = PATH.matcher(line);
      var method = METHOD.matcher(line);
      if (named.matches()) {
        path = named.group(1);
      } else if (method.matches() && !path.isEmpty()) {
        promised.add(method.group(1).toUpperCase(Locale.ROOT) + " " + nameless(path));
      }
    }
    return promised;
  }

  private static String contract() throws IOException {
    try (var file = Management.class.getResourceAsStream("openapi.yaml")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// What a part of a path is called does not matter on the wire.
  private static String nameless(String path) {
    return path.replaceAll("\\{[^}]+}", "{}");
  }
}

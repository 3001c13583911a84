// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.ConfigMapPrototype;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in the midst of writing, as `kill -9` does, and looks for what it had promised.
@Timeout(60)
class DurabilityTest {
  private static final int ENOUGH = 60;

  @TempDir private Path folder;

  @RepeatedTest(3)
  void whatWasAcknowledgedIsThere() throws Exception {
    Path file = folder.resolve("state.db");
    List<String> acknowledged = writeUntilKilled(file);
    try (var store = SqliteStore.open(file)) {
      var found = store.list(Kind.CONFIG_MAP, "p1").stream().map(r -> r.key().name()).toList();
      assertThat(found).containsAll(acknowledged);
      assertThat(found.size() - acknowledged.size()).isBetween(0, 1);
      assertThat(store.list(Kind.CONFIG_MAP, "p1"))
          .allSatisfy(r -> assertThat(r.wanted().name()).isEqualTo(r.key().name()));
    }
  }

  private static List<String> writeUntilKilled(Path file) throws Exception {
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var acknowledged = new ArrayList<String>();
    try (var lines = child.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        acknowledged.add(line);
        if (acknowledged.size() == ENOUGH) {
          child.toHandle().destroyForcibly(); // leaves us what it said
        }
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(acknowledged.size()).isGreaterThanOrEqualTo(ENOUGH);
    return acknowledged;
  }

  /// The child: writes for ever and tells what is written.
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      var store = SqliteStore.open(Path.of(args[0]));
      for (int i = 0; ; i++) {
        var name = "map-" + i;
        store.create(Kind.CONFIG_MAP, new Key("p1", name), new ConfigMapPrototype(name, null));
        System.out.println(name);
      }
    }
  }
}

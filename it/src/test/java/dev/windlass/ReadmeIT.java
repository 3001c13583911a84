// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The tour of the README works as it is printed there: fences marked `sh tour` succeed, those
/// marked `sh tour fails` do not, and all run in their order on one engine.
class ReadmeIT {
  private static final Pattern FENCE = Pattern.compile("(?ms)^```sh tour( fails)?\\n(.*?)^```");

  record Block(boolean fails, String script) {}

  @Test
  void theTourWorksAsPrinted() throws Exception {
    var blocks = blocks(Files.readString(Path.of("../README.md")));
    assertThat(blocks).as("what starts and ends it").contains(up(), down());
    try (var engine = TestEngine.start()) {
      for (var block : blocks.subList(blocks.indexOf(up()) + 1, blocks.indexOf(down()))) {
        var script = block.script.replace("localhost:5000", engine.registry());
        var ran = engine.run("bash", "-e", "-c", "cd ..; " + script);
        assertThat(ran.code() != 0).as(script + ran.output()).isEqualTo(block.fails);
      }
    }
  }

  /// [TestEngine] does both, with options that keep out of the way of other engines.
  private static Block up() {
    return new Block(false, "./windlass up -d\n");
  }

  private static Block down() {
    return new Block(false, "./windlass down\n");
  }

  private static List<Block> blocks(String page) {
    return FENCE
        .matcher(page)
        .results()
        .map(fence -> new Block(fence.group(1) != null, fence.group(2)))
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsideTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void fill() throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/real"), "inside\n");
    Files.writeString(folder.resolve("secret"), "outside\n");
  }

  private String read(String path) throws IOException {
    return String.join("\n", new Inside(root).lines(path));
  }

  private void link(String from, String to) throws IOException {
    Files.createSymbolicLink(root.resolve(from), Path.of(to));
  }

  @Test
  void followsLinksAsTheContainerWould() throws IOException {
    link("etc/relative", "../etc/real");
    link("etc/absolute", "/etc/real");
    link("conf", "etc");
    assertThat(read("/etc/relative")).isEqualTo("inside");
    assertThat(read("/etc/absolute")).isEqualTo("inside");
    assertThat(read("/conf/./real")).isEqualTo("inside");
  }

  @Test
  void aLinkNeverLeadsOut() throws IOException {
    link("etc/passwd", folder.resolve("secret").toString());
    link("etc/up", "../../../../secret");
    link("out", "/..");
    assertThat(read("/etc/passwd")).isEmpty();
    assertThat(read("/etc/up")).isEmpty();
    assertThat(read("/out/secret")).isEmpty();
    assertThat(read("/../secret")).isEmpty();
  }

  @Test
  void aLinkToItselfAndAFolderHaveNoLines() throws IOException {
    link("loop", "loop");
    assertThat(read("/loop")).isEmpty();
    assertThat(read("/etc")).isEmpty();
    assertThat(read("/nothing/there")).isEmpty();
  }
}

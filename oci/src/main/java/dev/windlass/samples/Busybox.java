// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The ground layer of all samples: the busybox of this machine, with a link for each of its
/// commands, and what programs expect to find in a root folder.
final class Busybox {
  private static final List<Path> PLACES =
      List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"));

  private Busybox() {}

  static Layer layer() throws IOException, InterruptedException {
    Path busybox = find();
    var tree = ground().program("bin/busybox", Files.readAllBytes(busybox));
    commands(busybox).forEach(command -> tree.link("bin/" + command, "busybox"));
    if (System.getProperty("os.arch").equals("amd64")) {
      tree.program("bin/accept", Elf.amd64(Source.hex("accept/accept.hex")));
    }
    return Layer.of(tree);
  }

  private static Path find() throws IOException {
    return PLACES.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                "the samples cannot be built: they are made from busybox, and it is at none of "
                    + PLACES
                    + "; install it: apt-get install busybox-static"));
  }

  private static Stream<String> commands(Path busybox) throws IOException, InterruptedException {
    var process = new ProcessBuilder(busybox.toString(), "--list").start();
    try (var out = process.getInputStream()) {
      var list = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(busybox + " --list ended with " + code);
      }
      return list.lines().filter(command -> !command.equals("busybox"));
    } finally {
      process.destroy();
    }
  }

  private static Tree ground() {
    var tree = new Tree();
    for (String folder : List.of("bin", "dev", "etc", "proc", "root", "srv", "sys", "usr", "var")) {
      tree.folder(folder, 0755);
    }
    return tree.folder("tmp", 01777)
        .link("sbin", "bin")
        .link("usr/bin", "../bin")
        .link("usr/sbin", "../bin")
        .file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n")
        .file("etc/group", "root:x:0:\nnogroup:x:65534:\n");
  }
}

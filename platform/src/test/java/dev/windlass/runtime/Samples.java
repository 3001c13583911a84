// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.Digest;
import dev.windlass.image.Image;
import dev.windlass.image.Platform;
import dev.windlass.image.Reference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Images and containers for tests.
final class Samples {
  private static final long MEGABYTE = 1 << 20;
  static final Container.Limits LIMITS = new Container.Limits(1000, 64 * MEGABYTE, 50, 0);

  private Samples() {}

  /// An image with nothing but busybox and a few users, unpacked into a folder.
  static Image busybox(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(folder.resolve("etc"));
    Files.copy(Path.of("/bin/busybox"), folder.resolve("bin/busybox"));
    folder.resolve("bin/busybox").toFile().setExecutable(true, false);
    for (var name :
        List.of("sh", "cat", "id", "nc", "sleep", "env", "pwd", "wget", "head", "yes")) {
      Files.createSymbolicLink(folder.resolve("bin").resolve(name), Path.of("busybox"));
    }
    Files.writeString(
        folder.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001:App:/home/app:/bin/sh\n");
    Files.writeString(
        folder.resolve("etc/group"), "root:x:0:\napp:x:1001:\nstaff:x:50:app,other\n");
    return image(List.of(folder));
  }

  /// An image of these layers that says nothing about what to run.
  static Image image(List<Path> layers) {
    return new Image(
        new Reference.Pinned(
            Reference.parse("localhost/test/busybox").repository(),
            Digest.of("busybox".getBytes(StandardCharsets.UTF_8))),
        config(List.of(), List.of(), Map.of(), "", ""),
        layers);
  }

  static Image.Config config(
      List<String> entrypoint,
      List<String> command,
      Map<String, String> environment,
      String user,
      String folder) {
    return new Image.Config(Platform.here(), entrypoint, command, environment, user, folder);
  }

  static Image with(Image image, Image.Config config) {
    return new Image(image.reference(), config, image.layers());
  }

  /// A container that runs these words.
  static Container running(String id, Image image, String... words) {
    return new Container(
        id,
        Map.of("made-by", "test"),
        image,
        List.of(words),
        List.of(),
        Map.of(),
        Optional.empty(),
        LIMITS,
        Map.of(),
        List.of());
  }

  static Container shell(String id, Image image, String script) {
    return running(id, image, "sh", "-c", script);
  }
}

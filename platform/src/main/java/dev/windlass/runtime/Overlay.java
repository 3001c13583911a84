// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

final class Overlay {
  private Overlay() {}

  static void mount(Image image, Path folder) throws IOException, InterruptedException {
    for (var name : List.of("upper", "work", "rootfs")) {
      Files.createDirectories(folder.resolve(name));
    }
    var lower =
        image.layers().reversed().stream().map(Path::toString).collect(Collectors.joining(":"));
    Command.of(
            "mount",
            "-t",
            "overlay",
            "overlay",
            "-o",
            "lowerdir=%s,upperdir=%s,workdir=%s"
                .formatted(lower, folder.resolve("upper"), folder.resolve("work")),
            folder.resolve("rootfs").toString())
        .run();
  }

  static void unmount(Path folder) throws IOException, InterruptedException {
    var at = " " + folder.resolve("rootfs") + " ";
    if (Files.readString(Path.of("/proc/self/mountinfo")).contains(at)) {
      Command.of("umount", "-l", folder.resolve("rootfs").toString()).run();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The bytes of all repositories, each kept once under its digest. Who may see which of them is not
/// decided here: see [Shelf].
final class Content {
  private final Disk disk;
  private final Path folder;

  Content(Disk disk) {
    this.disk = disk;
    this.folder = disk.folder("content");
  }

  Path file(Digest digest) {
    return folder
        .resolve(digest.algorithm().toString())
        .resolve(digest.hex().substring(0, 2))
        .resolve(digest.hex());
  }

  boolean has(Digest digest) {
    return Files.isRegularFile(file(digest));
  }

  /// Takes over a forced draft whose digest has been checked.
  void adopt(Path draft, Digest digest) throws IOException {
    disk.publish(draft, file(digest));
  }

  void put(Digest digest, byte[] bytes) throws IOException {
    disk.write(file(digest), bytes);
  }
}

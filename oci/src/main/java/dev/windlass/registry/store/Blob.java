// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Bytes that a repository shows.
///
/// @param file where they are; it may be gone when nothing needs them any more
public record Blob(Digest digest, long size, Path file) {
  /// The first so many bytes; none of a blob that is gone.
  public byte[] start(int most) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }
}

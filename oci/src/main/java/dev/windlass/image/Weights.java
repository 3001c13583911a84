// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/// How much room each layer takes on the disk. Found out by looking at all its files, once, and
/// then written down: layers do not change.
final class Weights {
  private static final String KIND = "weights";
  private static final long BLOCK = 4096;

  private final ImageFolder folder;

  Weights(ImageFolder folder) {
    this.folder = folder;
  }

  /// In bytes; 0 when the layer is not here.
  long of(Digest diffId) throws IOException {
    if (!folder.hasLayer(diffId)) {
      return 0;
    }
    try {
      return Long.parseLong(Files.readString(folder.place(KIND, diffId)).strip());
    } catch (NoSuchFileException | NumberFormatException e) {
      return weigh(diffId);
    }
  }

  private long weigh(Digest diffId) throws IOException {
    long bytes;
    try {
      bytes = weigh(folder.layer(diffId));
    } catch (NoSuchFileException | UncheckedIOException taken) {
      return 0; // while we looked
    }
    folder.replace(folder.place(KIND, diffId), Long.toString(bytes).getBytes(UTF_8));
    return bytes;
  }

  /// Of a layer that has lost its name, and does not come back.
  long forget(Digest diffId, Path layer) throws IOException {
    var file = folder.place(KIND, diffId);
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (NoSuchFileException | NumberFormatException e) {
      return weigh(layer);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// Files have whole blocks, and one that has several names counts once.
  static long weigh(Path layer) throws IOException {
    var sum = new Sum();
    Files.walkFileTree(layer, sum);
    return sum.bytes;
  }

  private static final class Sum extends SimpleFileVisitor<Path> {
    private final Set<Object> seen = new HashSet<>();
    private long bytes;

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
      bytes += BLOCK;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      var key = attributes.fileKey();
      if (attributes.isRegularFile() && (key == null || seen.add(key))) {
        bytes += (attributes.size() + BLOCK - 1) / BLOCK * BLOCK;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}

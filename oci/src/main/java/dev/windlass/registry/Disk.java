// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/// The folder that the registry lives in. A file in it is there whole or not at all, also after the
/// power went: what is new is written among the drafts, forced to the disk and renamed.
final class Disk {
  private final Path folder;
  private final Path drafts;

  private Disk(Path folder) {
    this.folder = folder;
    this.drafts = folder.resolve("drafts");
  }

  /// Opens the folder, makes it when it is missing, and throws away the drafts of an earlier run.
  static Disk at(Path folder) throws IOException {
    var disk = new Disk(folder);
    Files.createDirectories(disk.drafts);
    for (Path draft : list(disk.drafts)) {
      Files.delete(draft);
    }
    return disk;
  }

  Path folder(String name) {
    return folder.resolve(name);
  }

  /// The name of a file that nobody else uses.
  Path draft() {
    return drafts.resolve(UUID.randomUUID().toString());
  }

  /// Makes a forced draft the file of that name.
  void publish(Path draft, Path file) throws IOException {
    Files.createDirectories(holder(file));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    force(holder(file));
  }

  void write(Path file, byte[] content) throws IOException {
    Path draft = draft();
    try {
      try (var out =
          FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      publish(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// Whether there was anything to remove.
  boolean remove(Path file) throws IOException {
    boolean there = Files.deleteIfExists(file);
    if (there) {
      force(holder(file));
    }
    return there;
  }

  /// What is in a folder, in the order of the names; nothing when there is no such folder.
  static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  static Path holder(Path file) {
    return Objects.requireNonNull(file.getParent(), "only the root has no parent");
  }

  private static void force(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

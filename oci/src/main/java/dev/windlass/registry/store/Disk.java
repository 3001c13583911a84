// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The folder that the registry lives in. A file in it is there whole or not at all, also after the
/// power went: what is new is written among the drafts, forced to the disk and renamed.
final class Disk {
  private final Path folder;
  private final Path drafts;
  private final FileStore space;
  private final long reserve;

  private Disk(Path folder, long reserve) throws IOException {
    this.folder = folder;
    this.drafts = Files.createDirectories(folder.resolve("drafts"));
    this.space = Files.getFileStore(drafts);
    this.reserve = reserve;
  }

  /// Opens the folder, or makes it when it is missing.
  ///
  /// @param reserve how many bytes of the disk to leave free
  static Disk at(Path folder, long reserve) throws IOException {
    return new Disk(folder, reserve);
  }

  /// To be called before bytes are written. That an image was deleted has to be written down, too,
  /// so on a disk that is full to the brim nothing could be deleted any more.
  void checkSpace() throws IOException {
    if (space.getUsableSpace() < reserve) {
      throw new IOException(
          "the disk of %s is full: the last %,d bytes are for deleting; delete images or add space"
              .formatted(folder, reserve));
    }
  }

  Path folder(String name) {
    return folder.resolve(name);
  }

  Path draft(String name) {
    return drafts.resolve(name);
  }

  List<Path> drafts() throws IOException {
    return list(drafts);
  }

  /// Forces a draft to the disk and makes it the file of that name.
  void publish(Path draft, Path file) throws IOException {
    try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    make(holder(file));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    force(holder(file));
  }

  /// Makes a folder such that it is still there after the power went.
  private static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      make(holder(folder));
      Files.createDirectories(folder);
      force(holder(folder));
    }
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

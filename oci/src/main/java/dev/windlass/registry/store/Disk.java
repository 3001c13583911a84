// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
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

  private Disk(Path folder) {
    this.folder = folder;
    this.drafts = folder.resolve("drafts");
  }

  /// Opens the folder, or makes it when it is missing.
  static Disk at(Path folder) throws IOException {
    var disk = new Disk(folder);
    Files.createDirectories(disk.drafts);
    return disk;
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

  /// Makes a forced draft the file of that name.
  void publish(Path draft, Path file) throws IOException {
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

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where things are in the state folder.
///
/// ```
/// network.json            the range of addresses
/// seccomp-….bpf           compiled filters
/// exits/ID                written by conmon when the container ended: its code
/// containers/ID/          everything else of one container
/// ```
///
/// @param memory for what may hold secrets
record Layout(Path state, Memory memory) {
  /// Makes the folders, for our eyes only.
  static Layout at(Path state, Memory memory) throws IOException {
    var layout = new Layout(state.toAbsolutePath(), memory);
    memory.make();
    Files.createDirectories(layout.containers());
    Files.createDirectories(layout.exits());
    return layout;
  }

  Path containers() {
    return state.resolve("containers");
  }

  Path exits() {
    return state.resolve("exits");
  }

  Path exit(String id) {
    return exits().resolve(id);
  }

  Path network() {
    return state.resolve("network.json");
  }

  ContainerFolder bundle(String id) {
    return new ContainerFolder(containers().resolve(id));
  }

  /// The ids of all containers, also of those that were only half made.
  List<String> ids() throws IOException {
    try (var all = Files.list(containers())) {
      return all.map(folder -> folder.getFileName().toString()).toList();
    }
  }

  /// Replaces a file so that a reader, or a crash of ours, finds the old content or the new. It is
  /// not forced to the disk, because no container outlives the machine.
  static void replace(Path file, String content) throws IOException {
    var draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.writeString(draft, content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Deletes a folder and all in it. Follows no links.
  static void delete(Path folder) throws IOException {
    try {
      Files.walkFileTree(folder, DELETE);
    } catch (NoSuchFileException _) {
      // gone already
    }
  }

  private static final SimpleFileVisitor<Path> DELETE =
      new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
            throws IOException {
          Files.deleteIfExists(file);
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException trouble)
            throws IOException {
          if (trouble != null) {
            throw trouble;
          }
          Files.deleteIfExists(folder);
          return FileVisitResult.CONTINUE;
        }
      };
}

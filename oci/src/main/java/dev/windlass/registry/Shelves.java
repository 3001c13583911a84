// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// All repositories. The folder of one can hold the folders of others, `a` and `a/b`, which is why
/// everything that belongs to the repository itself starts with `_`.
final class Shelves {
  private static final int LOCKS = 64;

  private final Disk disk;
  private final Path folder;
  private final List<Lock> locks =
      Stream.generate(() -> (Lock) new ReentrantLock()).limit(LOCKS).toList();

  Shelves(Disk disk) {
    this.disk = disk;
    this.folder = disk.folder("repositories");
  }

  Shelf shelf(Name name) {
    return new Shelf(disk, folder.resolve(name.path()));
  }

  /// To be held while a repository changes. Some repositories share one.
  Lock lock(Name name) {
    return locks.get(Math.floorMod(name.hashCode(), LOCKS));
  }

  /// The repositories with a manifest in them, in the order of their names.
  List<Name> names() throws IOException {
    var names = new ArrayList<Name>();
    for (Path manifests : manifestFolders()) {
      if (!Disk.list(manifests).isEmpty()) {
        names.add(new Name(folder.relativize(Disk.holder(manifests)).toString()));
      }
    }
    names.sort(Comparator.comparing(Name::path));
    return names;
  }

  private List<Path> manifestFolders() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.endsWith(Shelf.MANIFESTS)).toList();
    }
  }
}

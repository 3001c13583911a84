// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Files of this machine that make an image large.
///
/// @param layers how many layers
/// @param bytes how much is in each, before it is compressed
record Luggage(Path source, int layers, long bytes) {
  static Luggage standard() {
    return new Luggage(Path.of("/usr/lib"), 4, 100L << 20);
  }

  /// One file per layer, in the folder.
  List<Layer> pack(Path folder) throws IOException {
    var packed = new ArrayList<Layer>();
    for (List<Path> files : shares()) {
      var tree = new Tree();
      files.forEach(file -> tree.copy("luggage" + file, file));
      packed.add(Layer.of(tree, folder.resolve("luggage-" + packed.size() + ".tar.gz")));
    }
    return packed;
  }

  private List<List<Path>> shares() throws IOException {
    var shares = new ArrayList<List<Path>>();
    var share = new ArrayList<Path>();
    long size = 0;
    for (Path file : files()) {
      share.add(file);
      size += Files.size(file);
      if (size >= bytes) {
        shares.add(List.copyOf(share));
        share.clear();
        size = 0;
      }
    }
    if (!share.isEmpty()) {
      shares.add(share);
    }
    return shares;
  }

  /// As many as are needed, in an order that does not change.
  private List<Path> files() throws IOException {
    var collector = new Collector(bytes * layers);
    Files.walkFileTree(source, collector);
    return collector.files.stream().sorted().toList();
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final List<Path> files = new ArrayList<>();
    private long wanted;

    private Collector(long wanted) {
      this.wanted = wanted;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && Files.isReadable(file)) {
        files.add(file);
        wanted -= attributes.size();
      }
      return wanted > 0 ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The bytes of all blobs, each kept once in a file that is named after its digest. Who may see
/// which of them is not decided here.
final class Content {
  private static final int LOCKS = 256;

  private final Disk disk;
  private final Path folder;
  private final List<Lock> locks =
      Stream.generate(() -> (Lock) new ReentrantLock()).limit(LOCKS).toList();

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

  /// To be held by who brings bytes, until it is written down that they are needed, and by who
  /// removes them: else one could remove what the other just found. Some digests share one.
  Lock lock(Digest digest) {
    return locks.get(Math.floorMod(digest.hashCode(), LOCKS));
  }

  /// Takes over a draft whose digest has been checked, unless the bytes are here already.
  void adopt(Path draft, Digest digest) throws IOException {
    Path file = file(digest);
    if (!Files.exists(file)) {
      disk.publish(draft, file);
    }
  }

  void remove(Digest digest) throws IOException {
    Files.deleteIfExists(file(digest));
  }

  /// The digests of files that are older than that, and not known to somebody.
  List<Digest> strays(Instant before, Predicate<Digest> known) throws IOException {
    var strays = new ArrayList<Digest>();
    for (var algorithm : Digest.Algorithm.values()) {
      for (Path prefix : Disk.list(folder.resolve(algorithm.toString()))) {
        for (Path file : Disk.list(prefix)) {
          digest(algorithm, file)
              .filter(digest -> isOlder(file, before) && !known.test(digest))
              .ifPresent(strays::add);
        }
      }
    }
    return strays;
  }

  /// Nothing for a file that is none of ours.
  private static Optional<Digest> digest(Digest.Algorithm algorithm, Path file) {
    try {
      return Optional.of(new Digest(algorithm, file.getFileName().toString()));
    } catch (InvalidName e) {
      return Optional.empty();
    }
  }

  /// A file that is gone meanwhile has no age.
  private static boolean isOlder(Path file, Instant than) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(than);
    } catch (IOException e) {
      return false;
    }
  }
}

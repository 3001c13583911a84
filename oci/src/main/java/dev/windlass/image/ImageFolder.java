// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.windlass.linux.Fd;
import dev.windlass.linux.Linux;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where images are kept on disk. Whatever has its final name is whole: it was made under another
/// name and renamed.
///
/// Nobody waits for the disk. What the kernel has, a crash of ours does not take away; so a layer
/// is good as long as the machine runs, and after that if it was on the disk, which `settled` says
/// only of those that are. Manifests and configurations are known by their digests whenever they
/// are read.
///
/// ```
/// blobs/sha256/…     manifests and configurations
/// layers/sha256/…    unpacked layers, by the digest of their tar
/// settled/sha256/…   nothing but the names of layers that are on the disk
/// origins/sha256/…   by the digest of a compressed layer: that of the tar in it
/// images/sha256/…    what is known of images that are here as a whole
/// weights/sha256/…   how much room layers take, so far as somebody wanted to know
/// boot               since which start of the machine this was written to
/// empty              nothing, to mount layers above
/// drafts/…           what is being made, or taken away; of no use to anybody after a crash
/// ```
final class ImageFolder implements AutoCloseable {
  private static final int EVERYBODY_READS = 0755;
  private static final Duration UNTIL_SETTLED = Duration.ofSeconds(2);
  private final Path folder;
  private final Settling settling;

  private ImageFolder(Path folder, Duration untilSettled) {
    this.folder = folder;
    this.settling = new Settling(folder, untilSettled, this::markSettled);
  }

  /// Opens, or begins. Throws away what a crash left half done.
  static ImageFolder at(Path folder) throws IOException {
    return at(folder, Linux.bootId(), UNTIL_SETTLED);
  }

  /// @param boot tells this start of the machine from all others
  /// @param untilSettled how long a layer may wait before it is brought to the disk
  static ImageFolder at(Path folder, String boot, Duration untilSettled) throws IOException {
    var opened = new ImageFolder(folder.toAbsolutePath(), untilSettled);
    Files.createDirectories(opened.drafts());
    opened.weigh(boot);
    opened.empty();
    return opened;
  }

  /// Decides about layers that are not known to be on the disk.
  private void weigh(String boot) throws IOException {
    boolean old = Files.notExists(bootFile()); // before there was one, all layers were on the disk
    boolean same = !old && Files.readString(bootFile()).equals(boot);
    for (var diffId : all("layers")) {
      if (old) {
        markSettled(diffId);
      } else if (!isSettled(diffId)) {
        if (same) {
          settling.add(diffId);
        } else {
          Files.move(layer(diffId), drafts().resolve("lost-" + diffId.hex()), ATOMIC_MOVE);
        }
      }
    }
    if (!same) {
      replaceNow(bootFile(), boot.getBytes(UTF_8));
    }
  }

  private Path bootFile() {
    return folder.resolve("boot");
  }

  private boolean isSettled(Digest diffId) {
    return Files.exists(place("settled", diffId));
  }

  private void markSettled(Digest diffId) throws IOException {
    var mark = place("settled", diffId);
    Files.createDirectories(above(mark));
    Files.write(mark, new byte[0]);
  }

  private void empty() throws IOException {
    try (var old = Files.newDirectoryStream(drafts())) {
      for (var draft : old) {
        delete(draft);
      }
    }
  }

  private Path drafts() {
    return folder.resolve("drafts");
  }

  Path place(String kind, Digest digest) {
    return folder.resolve(kind).resolve(digest.algorithm().toString()).resolve(digest.hex());
  }

  /// A manifest or configuration, if it is here and still what it was.
  Optional<byte[]> blob(Digest digest) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(place("blobs", digest));
      return digest.equals(digestOf(digest.algorithm(), bytes))
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static Digest digestOf(Digest.Algorithm algorithm, byte[] bytes) {
    return Digest.of(algorithm, algorithm.hash().digest(bytes));
  }

  void keepBlob(Digest digest, byte[] bytes) throws IOException {
    replace(place("blobs", digest), bytes);
  }

  /// The tar that a compressed layer was found to hold.
  Optional<Digest> origin(Digest compressed) throws IOException {
    try {
      return Optional.of(Digest.parse(Files.readString(place("origins", compressed)).strip()));
    } catch (NoSuchFileException | InvalidName e) {
      return Optional.empty(); // not known, so it will be found out again
    }
  }

  void keepOrigin(Digest compressed, Digest diffId) throws IOException {
    replace(place("origins", compressed), diffId.toString().getBytes(UTF_8));
  }

  Path layer(Digest diffId) {
    return place("layers", diffId);
  }

  boolean hasLayer(Digest diffId) {
    return Files.isDirectory(layer(diffId));
  }

  /// A folder in which nothing ever is.
  Path nothing() throws IOException {
    return Files.createDirectories(folder.resolve("empty"));
  }

  /// An empty folder to unpack a layer into.
  Path draft() throws IOException {
    var draft = Files.createTempDirectory(drafts(), "layer-");
    try (var fd = Fd.open(draft)) {
      fd.removeAttribute("system.posix_acl_default"); // it would become that of what is in it
    }
    Linux.owner(draft, 0, 0);
    Linux.mode(draft, EVERYBODY_READS);
    return draft;
  }

  /// Gives a layer its name, and brings it to the disk later.
  void keepLayer(Path draft, Digest diffId) throws IOException {
    var place = layer(diffId);
    Files.createDirectories(above(place));
    if (Files.deleteIfExists(place("settled", diffId))) { // that of one that was removed since
      sync(above(place("settled", diffId)));
    }
    Files.move(draft, place, ATOMIC_MOVE);
    settling.add(diffId);
  }

  Disk disk() throws IOException {
    var store = Files.getFileStore(folder);
    return new Disk(store.getTotalSpace(), store.getUsableSpace());
  }

  /// All of a kind, by their names.
  List<Digest> all(String kind) throws IOException {
    var all = new ArrayList<Digest>();
    for (var algorithm : Digest.Algorithm.values()) {
      var place = folder.resolve(kind).resolve(algorithm.toString());
      if (Files.isDirectory(place)) {
        try (var names = Files.newDirectoryStream(place)) {
          names.forEach(name -> digest(algorithm, name).ifPresent(all::add));
        }
      }
    }
    return all;
  }

  private static Optional<Digest> digest(Digest.Algorithm algorithm, Path name) {
    try {
      return Optional.of(new Digest(algorithm, String.valueOf(name.getFileName())));
    } catch (InvalidName notOurs) {
      return Optional.empty();
    }
  }

  /// Takes away one file.
  void erase(String kind, Digest digest) throws IOException {
    Files.deleteIfExists(place(kind, digest));
  }

  /// Takes the name from a layer. What is left of it is a draft, for the caller to delete.
  Optional<Path> takeLayer(Digest diffId) throws IOException {
    if (!hasLayer(diffId)) {
      return Optional.empty();
    }
    erase("settled", diffId);
    var draft = Files.createTempDirectory(drafts(), "gone-").resolve("layer");
    Files.move(layer(diffId), draft, ATOMIC_MOVE);
    return Optional.of(above(draft));
  }

  /// What is known of layers that are not here any more.
  void eraseOriginsOfNoLayer() throws IOException {
    for (var compressed : all("origins")) {
      if (origin(compressed).filter(this::hasLayer).isEmpty()) {
        Files.deleteIfExists(place("origins", compressed));
      }
    }
  }

  /// Removes a draft and all in it, if it is still there.
  static void delete(Path draft) throws IOException {
    if (Files.notExists(draft, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        draft,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException trouble)
              throws IOException {
            if (trouble != null) {
              throw trouble;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Whole or not at all, and on the disk before long.
  void replace(Path file, byte[] bytes) throws IOException {
    write(file, bytes, false);
    settling.soon();
  }

  /// Whole or not at all, and on the disk.
  private void replaceNow(Path file, byte[] bytes) throws IOException {
    write(file, bytes, true);
    sync(above(file));
  }

  private void write(Path file, byte[] bytes, boolean force) throws IOException {
    Files.createDirectories(above(file));
    var draft = Files.createTempFile(drafts(), "blob-", "");
    try {
      try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        var todo = ByteBuffer.wrap(bytes);
        while (todo.hasRemaining()) {
          channel.write(todo);
        }
        if (force) {
          channel.force(true);
        }
      }
      Files.move(draft, file, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path above(Path path) {
    var parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException(path + " has no folder above it");
    }
    return parent;
  }

  private static void sync(Path folder) throws IOException {
    try (var fd = Fd.open(folder)) {
      fd.sync();
    }
  }

  /// Brings everything to the disk that is not there yet.
  @Override
  public void close() {
    settling.close();
  }
}

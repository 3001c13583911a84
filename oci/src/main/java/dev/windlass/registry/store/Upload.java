// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// A blob on its way in. It is hashed while it comes; only when the client turns out to go by
/// another hash, or began before the registry was started anew, is it read again. Used by one
/// request at a time: see [Uploads#with].
public final class Upload {
  private static final int BUFFER = 256 << 10;

  private final String id;
  private final String owner;
  private final Disk disk;
  private final Path draft;
  private final Optional<MessageDigest> hash;
  private final InstantSource clock;
  private final Lock lock = new ReentrantLock();
  private long size;
  private volatile Instant touched;

  private Upload(
      String id,
      String owner,
      Disk disk,
      Path draft,
      long size,
      Optional<MessageDigest> hash,
      InstantSource clock) {
    this.id = id;
    this.owner = owner;
    this.disk = disk;
    this.draft = draft;
    this.size = size;
    this.hash = hash;
    this.clock = clock;
    this.touched = clock.instant();
  }

  static Upload begun(
      String id,
      String owner,
      Disk disk,
      Path draft,
      Digest.Algorithm algorithm,
      InstantSource clock)
      throws IOException {
    Files.createFile(draft);
    return new Upload(id, owner, disk, draft, 0, Optional.of(algorithm.hash()), clock);
  }

  static Upload resumed(String id, String owner, Disk disk, Path draft, InstantSource clock)
      throws IOException {
    return new Upload(id, owner, disk, draft, Files.size(draft), Optional.empty(), clock);
  }

  public String id() {
    return id;
  }

  /// Stands for the repository that it belongs to.
  String owner() {
    return owner;
  }

  Lock lock() {
    return lock;
  }

  /// How many bytes are here.
  public long size() {
    return size;
  }

  Instant touched() {
    return touched;
  }

  /// The client went away, or the way to it broke, while it was sending.
  public static final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    public Broken(IOException cause) {
      super("the client went away", cause);
    }
  }

  /// Takes all that comes. When the client goes away in the middle, what came before stays, and the
  /// client can go on from there. Throws [Broken] then, and another exception when the disk fails.
  public void append(InputStream body) throws IOException {
    var intake = new Intake(body);
    try (var out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      out.truncate(size).position(size); // the disk may have taken a part of what failed before
      for (var piece = intake.next(); piece.hasRemaining(); piece = intake.next()) {
        disk.checkSpace();
        write(out, piece.duplicate());
        size += piece.remaining();
        if (hash.isPresent()) {
          hash.get().update(piece);
        }
        touched = clock.instant();
      }
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /// Says what came. Nothing can be appended after this.
  Digest finish(Digest.Algorithm wanted) throws IOException {
    boolean known =
        hash.isPresent() && hash.get().getAlgorithm().equals(wanted.hash().getAlgorithm());
    return Digest.of(wanted, known ? hash.get().digest() : rehashed(wanted));
  }

  private byte[] rehashed(Digest.Algorithm wanted) throws IOException {
    var other = wanted.hash();
    byte[] buffer = new byte[BUFFER];
    try (var in = Files.newInputStream(draft)) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        other.update(buffer, 0, got);
      }
    }
    return other.digest();
  }

  /// Where the bytes are while they come; elsewhere, or nowhere, once it has ended.
  public Path draft() {
    return draft;
  }

  void close() throws IOException {
    Files.deleteIfExists(draft);
  }
}

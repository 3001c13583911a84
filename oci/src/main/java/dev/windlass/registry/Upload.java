// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

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
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// A blob on its way in. It is hashed while it comes; only when it turns out at the end that the
/// client goes by another hash is it read again. Used by one request at a time: see [#lock].
final class Upload {
  private static final int BUFFER = 256 << 10;

  private final String id;
  private final Name name;
  private final Path draft;
  private final Digest.Algorithm algorithm;
  private final MessageDigest hash;
  private final InstantSource clock;
  private final Lock lock = new ReentrantLock();
  private long size;
  private volatile Instant touched;

  Upload(Name name, Path draft, Digest.Algorithm algorithm, InstantSource clock)
      throws IOException {
    this.id = draft.getFileName().toString();
    this.name = name;
    this.draft = Files.createFile(draft);
    this.algorithm = algorithm;
    this.hash = algorithm.hash();
    this.clock = clock;
    this.touched = clock.instant();
  }

  String id() {
    return id;
  }

  Name name() {
    return name;
  }

  Lock lock() {
    return lock;
  }

  long size() {
    return size;
  }

  Instant touched() {
    return touched;
  }

  String location() {
    return "/v2/" + name + "/blobs/uploads/" + id;
  }

  /// What is here so far, as the specification writes it: from 0 to the last byte.
  String range() {
    return "0-" + Math.max(0, size - 1);
  }

  /// Takes all that comes. When the client goes away in the middle, what came before stays and the
  /// client can go on from there.
  void append(InputStream body) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (var out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      out.truncate(size).position(size); // the disk may have taken a part of what failed before
      for (int got = read(body, buffer); got >= 0; got = read(body, buffer)) {
        write(out, ByteBuffer.wrap(buffer, 0, got));
        hash.update(buffer, 0, got);
        size += got;
        touched = clock.instant();
      }
    }
  }

  private static int read(InputStream body, byte[] buffer) throws Gone {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new Gone(e);
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /// Ends the upload and says what came. Nothing can be appended after this.
  Digest finish(Digest.Algorithm wanted) throws IOException {
    try (var out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      out.force(true);
    }
    return Digest.of(wanted, wanted == algorithm ? hash.digest() : rehashed(wanted));
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

  Path draft() {
    return draft;
  }
}

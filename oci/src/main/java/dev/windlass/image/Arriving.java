// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// The compressed bytes of a layer on their way in: counted, hashed, told of and put on a belt. For
/// one thread.
final class Arriving {
  private static final int TOO_MUCH = 1 << 20;

  private final Layer layer;
  private final Progress progress;
  private final Belt<byte[]> belt;
  private final MessageDigest hash;
  private int filled; // of the buffer that the belt gave
  private long count;

  Arriving(Layer layer, Progress progress, Belt<byte[]> belt) {
    this.layer = layer;
    this.progress = progress;
    this.belt = belt;
    this.hash = layer.digest().algorithm().hash();
  }

  /// How many bytes there were.
  long count() {
    return count;
  }

  /// Whether those behind us have nothing more to do than what they are at.
  boolean isWanted() {
    return belt.pending() <= 1;
  }

  /// Reads once, at most so many bytes. False at the end of the stream.
  boolean read(InputStream source, long most) throws IOException {
    byte[] buffer = belt.free();
    int read = source.read(buffer, filled, (int) Math.min(buffer.length - filled, most));
    if (read > 0) {
      came(buffer, read);
    }
    return read >= 0;
  }

  /// Takes bytes that are here already.
  void take(byte[] bytes, int length) throws IOException {
    for (int done = 0; done < length; ) {
      byte[] buffer = belt.free();
      int copied = Math.min(buffer.length - filled, length - done);
      System.arraycopy(bytes, done, buffer, filled, copied);
      came(buffer, copied);
      done += copied;
    }
  }

  private void came(byte[] buffer, int bytes) throws IOException {
    hash.update(buffer, filled, bytes);
    filled += bytes;
    count += bytes;
    if (filled == buffer.length) {
      flush();
    }
    if (count > layer.size() + TOO_MUCH) {
      throw new BadTar("it has more than the %,d bytes of its manifest".formatted(layer.size()));
    }
    progress.layer(layer.digest(), Math.max(0, Math.min(count, layer.size() - 1)), layer.size());
  }

  private void flush() {
    belt.put(filled);
    filled = 0;
  }

  /// Nothing more comes. Returns the digest of what came.
  Digest end() {
    if (filled > 0) {
      flush();
    }
    belt.end();
    return Digest.of(layer.digest().algorithm(), hash.digest());
  }
}

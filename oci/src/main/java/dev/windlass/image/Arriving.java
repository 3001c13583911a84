// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/// The compressed bytes of a layer on their way in: counted, hashed and told of. For one thread.
///
/// Its [#available] waits to find out whether there is more, because the JDK's gzip takes a zero
/// for the end, also in the middle of a file that consists of several gzips.
final class Arriving extends InputStream {
  private static final int BUFFER = 1 << 18;
  private static final int TOO_MUCH = 1 << 20;

  private final InputStream source;
  private final Layer layer;
  private final Progress progress;
  private final MessageDigest hash;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private long count;
  private boolean ended;

  Arriving(InputStream source, Layer layer, Progress progress) {
    this.source = source;
    this.layer = layer;
    this.progress = progress;
    this.hash = layer.digest().algorithm().hash();
  }

  private void fill() throws IOException {
    if (ended || from < to) {
      return;
    }
    from = 0;
    to = Math.max(0, source.readNBytes(buffer, 0, BUFFER));
    ended = to == 0;
    hash.update(buffer, 0, to);
    count += to;
    if (count > layer.size() + TOO_MUCH) {
      throw new BadTar("it has more than the %,d bytes of its manifest".formatted(layer.size()));
    }
    progress.layer(layer.digest(), Math.max(0, Math.min(count, layer.size() - 1)), layer.size());
  }

  @Override
  public int read() throws IOException {
    fill();
    return from == to ? -1 : buffer[from++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    fill();
    if (from == to) {
      return length == 0 ? 0 : -1;
    }
    int copied = Math.min(length, to - from);
    System.arraycopy(buffer, from, target, offset, copied);
    from += copied;
    return copied;
  }

  @Override
  public int available() throws IOException {
    fill();
    return to - from;
  }

  /// Whether it begins like this. Only before anything is read.
  boolean beginsWith(int... bytes) throws IOException {
    fill();
    for (int i = 0; i < bytes.length; i++) {
      if (i >= to || (buffer[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  void readToEnd() throws IOException {
    while (!ended) {
      from = to;
      fill();
    }
  }

  long count() {
    return count;
  }

  /// What came, at the end.
  Digest digest() {
    return Digest.of(layer.digest().algorithm(), hash.digest());
  }
}

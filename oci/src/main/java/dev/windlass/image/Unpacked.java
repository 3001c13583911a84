// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.BadLayer.Flaw;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// The tar of a layer while it is read: hashed, and never longer than allowed, whatever its
/// compressed form promised. For one thread.
final class Unpacked extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final InputStream source;
  private final Digest.Algorithm algorithm;
  private final MessageDigest hash;
  private final long most;
  private long count;

  Unpacked(InputStream source, Digest.Algorithm algorithm, Limits limits) {
    this.source = source;
    this.algorithm = algorithm;
    this.hash = algorithm.hash();
    this.most = limits.unpackedBytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = source.read(target, offset, length);
    if (read > 0) {
      hash.update(target, offset, read);
      count += read;
      if (count > most) {
        throw new BadTar(Flaw.TOO_BIG, "it unpacks to more than %,d bytes".formatted(most));
      }
    }
    return read;
  }

  /// The digest of everything, also of what follows the tar.
  Digest digest() throws IOException {
    byte[] rest = new byte[BUFFER];
    while (read(rest, 0, BUFFER) >= 0) {
      // hashed by reading
    }
    return Digest.of(algorithm, hash.digest());
  }
}

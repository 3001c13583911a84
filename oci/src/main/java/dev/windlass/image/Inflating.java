// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Turns the bytes of a layer into those of its tar. All buffers are direct. For one thread.
interface Inflating extends AutoCloseable {
  /// How many of a layer's first bytes tell what it is.
  int TELLING = 4;

  /// Takes from `in` and puts into `out`, until one of them is used up.
  void inflate(ByteBuffer in, ByteBuffer out) throws IOException;

  /// Nothing more comes. Throws if there should.
  void end() throws IOException;

  @Override
  void close();

  /// What these bytes want. Media types lie, first bytes do not.
  static Inflating of(byte[] first, int length) {
    if (begins(first, length, 0x1f, 0x8b)) {
      return new Gzip(GzipMember.fastest());
    }
    if (begins(first, length, 0x28, 0xb5, 0x2f, 0xfd)) {
      return new Zstd();
    }
    return new Plain();
  }

  private static boolean begins(byte[] bytes, int length, int... with) {
    for (int i = 0; i < with.length; i++) {
      if (i >= length || (bytes[i] & 0xff) != with[i]) {
        return false;
      }
    }
    return true;
  }

  /// A tar that is not compressed.
  final class Plain implements Inflating {
    @Override
    public void inflate(ByteBuffer in, ByteBuffer out) {
      int count = Math.min(in.remaining(), out.remaining());
      out.put(in.slice(in.position(), count));
      in.position(in.position() + count);
    }

    @Override
    public void end() {}

    @Override
    public void close() {}
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a client sends, in large pieces, however small those are in which it comes: a file system
/// takes few large writes much faster than many small ones. Used by one thread.
final class Intake {
  private static final int FIRST =
      16 << 10; // most blobs are smaller than the buffer for large ones
  private static final int LARGE = 256 << 10;

  private final InputStream body;
  private byte[] buffer = new byte[FIRST];
  private @Nullable IOException trouble;

  Intake(InputStream body) {
    this.body = body;
  }

  /// What comes next, good until the next call; empty at the end. Trouble on the way is thrown only
  /// after what came before it was handed out.
  ByteBuffer next() throws Upload.Broken {
    int filled = trouble == null ? fill() : 0;
    if (filled == 0 && trouble != null) {
      throw new Upload.Broken(trouble);
    }
    var piece = ByteBuffer.wrap(buffer, 0, filled);
    if (filled == FIRST) {
      buffer = new byte[LARGE];
    }
    return piece;
  }

  private int fill() {
    int filled = 0;
    try {
      int got = 0;
      while (got >= 0 && filled < buffer.length) {
        got = body.read(buffer, filled, buffer.length - filled);
        filled += Math.max(got, 0);
      }
    } catch (IOException e) {
      trouble = e;
    }
    return filled;
  }
}

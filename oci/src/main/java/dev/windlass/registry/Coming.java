// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;

/// A part of a blob that is still being fetched, sent on as it comes.
///
/// @param sent is told what was sent, also when the client goes away before the end
record Coming(Download download, FileChannel file, long from, long length, LongConsumer sent)
    implements Answer.Body {
  private static final int BUFFER = 256 << 10;

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
    long at = from;
    try {
      while (at < from + length) {
        long to = download.readable(at, from + length);
        while (at < to) {
          int got = read(buffer, at, to);
          out.write(buffer, 0, got);
          at += got;
        }
        out.flush(); // somebody waits for it, and the rest may take long
      }
    } finally {
      sent.accept(at - from);
    }
  }

  private int read(byte[] buffer, long at, long to) throws IOException {
    var part = ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, to - at));
    int got = file.read(part, at);
    if (got < 0) {
      throw new IOException("the blob is shorter than it was");
    }
    return got;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

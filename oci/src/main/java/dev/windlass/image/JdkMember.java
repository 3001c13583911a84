// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates with what the JDK brings along.
final class JdkMember implements GzipMember {
  private static final int TRAILER = 8;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 sum = new CRC32();
  private final ByteBuffer trailer = ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN);

  @Override
  public void begin() {
    inflater.reset();
    sum.reset();
    trailer.clear();
  }

  @Override
  public boolean inflate(ByteBuffer in, ByteBuffer out) throws IOException {
    inflater.setInput(in);
    while (!inflater.finished() && in.hasRemaining() && out.hasRemaining()) {
      some(out);
    }
    if (!inflater.finished() && out.hasRemaining()) {
      some(out); // all of the input is in, and some of the output may not be out
    }
    return inflater.finished() && checked(in);
  }

  private void some(ByteBuffer out) throws IOException {
    int from = out.position();
    try {
      inflater.inflate(out);
    } catch (DataFormatException e) {
      throw new IOException("broken deflate: " + e.getMessage(), e);
    }
    if (inflater.needsDictionary()) {
      throw new IOException("broken deflate: it wants a dictionary");
    }
    sum.update(out.slice(from, out.position() - from));
  }

  private boolean checked(ByteBuffer in) throws IOException {
    while (trailer.hasRemaining() && in.hasRemaining()) {
      trailer.put(in.get());
    }
    if (trailer.hasRemaining()) {
      return false;
    }
    boolean right =
        trailer.getInt(0) == (int) sum.getValue()
            && trailer.getInt(4) == (int) inflater.getBytesWritten();
    if (!right) {
      throw new IOException("broken gzip: its checksum is wrong");
    }
    return true;
  }

  @Override
  public void close() {
    inflater.end();
  }
}

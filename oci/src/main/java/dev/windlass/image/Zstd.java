// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A tar in frames of zstd, one or more.
final class Zstd implements Inflating {
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private boolean whole = true; // nothing of a frame is missing

  @Override
  public void inflate(ByteBuffer in, ByteBuffer out) throws IOException {
    try {
      while (in.hasRemaining() && out.hasRemaining()) {
        whole = context.decompressDirectByteBufferStream(out, in);
      }
    } catch (ZstdException e) {
      throw new IOException("broken zstd: " + e.getMessage(), e);
    }
  }

  @Override
  public void end() throws IOException {
    if (!whole) {
      throw new IOException("the zstd ends too early");
    }
  }

  @Override
  public void close() {
    context.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/// Gives one byte at a time, with a pause before each.
final class SlowDrops extends InputStream {
  private final byte[] content;
  private final Duration pause;
  private int at;

  SlowDrops(String content, Duration pause) {
    this.content = Images.bytes(content);
    this.pause = pause;
  }

  @Override
  public int read() throws InterruptedIOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    return at < content.length ? content[at++] : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws InterruptedIOException {
    int drop = read();
    if (drop < 0) {
      return -1;
    }
    into[from] = (byte) drop;
    return 1;
  }
}

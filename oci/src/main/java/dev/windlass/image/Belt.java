// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/// Carries bytes from the thread that inflates them to the one that unpacks them, in a few buffers
/// that go round. One thread puts on, one takes off.
final class Belt extends InputStream {
  private static final int BUFFERS = 8;
  private static final int BUFFER = 1 << 18;

  /// The other end has stopped; whoever reads this finds the cause there.
  static final class Stopped extends IOException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("the other end has stopped");
    }
  }

  private final byte[][] buffers = new byte[BUFFERS][BUFFER];
  private final int[] lengths = new int[BUFFERS];
  private int first; // guarded by this, as are the next three
  private int full;
  private boolean ended;
  private boolean broken;
  private int at; // only the taker's

  /// Puts all of a stream on, and the end behind it.
  void carry(InputStream source) throws IOException {
    while (true) {
      byte[] buffer = free();
      int length = source.readNBytes(buffer, 0, BUFFER);
      put(length);
      if (length < BUFFER) {
        return;
      }
    }
  }

  private synchronized byte[] free() throws IOException {
    while (full == BUFFERS && !broken) {
      await();
    }
    if (broken) {
      throw new Stopped();
    }
    return buffers[(first + full) % BUFFERS];
  }

  private synchronized void put(int length) {
    lengths[(first + full) % BUFFERS] = length;
    full++;
    ended = length < BUFFER;
    notifyAll();
  }

  /// Lets the other end fail, at either end.
  synchronized void stop() {
    broken = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    int here = filled();
    if (here < 0 || length == 0) {
      return length == 0 ? 0 : -1;
    }
    int copied = Math.min(length, here - at);
    System.arraycopy(buffers[first], at, target, offset, copied);
    at += copied;
    return copied;
  }

  /// The length of the buffer that is being taken off, -1 at the end.
  private synchronized int filled() throws IOException {
    if (full > 0 && at == lengths[first]) {
      first = (first + 1) % BUFFERS;
      full--;
      at = 0;
      notifyAll();
    }
    while (full == 0 && !ended && !broken) {
      await();
    }
    if (broken) {
      throw new Stopped();
    }
    return full == 0 || lengths[first] == 0 ? -1 : lengths[first];
  }

  @SuppressWarnings("WaitNotInLoop") // all callers loop
  private void await() throws IOException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;

/// The body of an answer as a stream that gives up when nothing comes for too long, or as good as
/// nothing. Every trouble of the network comes out as [Lost], an interrupt as
/// [InterruptedIOException]. Read to its end, its connection is free for the next request; closed
/// before, the connection is. For one reader.
final class Body extends InputStream {
  private static final int LEAST_BYTES = 30 << 10; // in as much time as silence may last

  private final InputStream source;
  private final Link link;
  private final Links links;
  private final Duration silence;
  private boolean over;
  private long waited;
  private long came;

  private Body(InputStream source, Link link, Links links, Duration silence) {
    this.source = source;
    this.link = link;
    this.links = links;
    this.silence = silence;
  }

  static Body of(InputStream source, Link link, Links links, Duration silence) {
    return new Body(source, link, links, silence);
  }

  /// Where there is none.
  static Body none(Link link, Links links) {
    var body = new Body(nullInputStream(), link, links, Duration.ZERO);
    body.ended();
    return body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (over || length == 0) {
      return over ? -1 : 0;
    }
    long since = System.nanoTime();
    int count = arrived(target, offset, length);
    if (count < 0) {
      ended();
    } else {
      pace(System.nanoTime() - since, count);
    }
    return count;
  }

  private int arrived(byte[] target, int offset, int length) throws IOException {
    try {
      return source.read(target, offset, length);
    } catch (SocketTimeoutException e) {
      throw lost(tooSlow("nothing came for " + Wire.readable(silence), e));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private IOException lost(IOException why) {
    links.drop(link);
    over = true;
    if (Thread.currentThread().isInterrupted()) {
      return (IOException) new InterruptedIOException("interrupted").initCause(why);
    }
    return new Lost(why);
  }

  private static IOException tooSlow(String words, Exception why) {
    return (IOException) new SocketTimeoutException(words).initCause(why);
  }

  /// Only the time that we waited for the network counts.
  private void pace(long nanos, int count) throws IOException {
    waited += nanos;
    came += count;
    if (waited < silence.toNanos()) {
      return;
    }
    if (came < LEAST_BYTES) {
      throw lost(
          new SocketTimeoutException(
              "no more than %,d bytes came in %s".formatted(came, Wire.readable(silence))));
    }
    waited = 0;
    came = 0;
  }

  private void ended() {
    over = true;
    links.giveBack(link);
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      links.drop(link);
    }
  }
}

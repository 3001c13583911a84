// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of an answer as a stream that gives up when nothing comes for too long, which the JDK's
/// own never does. Every trouble of the network comes out as [Lost]. For one reader.
final class Body extends InputStream implements BodySubscriber<Body> {
  private static final int AHEAD = 64; // chunks of 16 KiB, as the JDK makes them

  /// Something that the network brought.
  private sealed interface Signal {
    record Bytes(List<ByteBuffer> buffers) implements Signal {}

    record Broken(IOException cause) implements Signal {}

    record End() implements Signal {}
  }

  private final Duration silence;
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(AHEAD + 2);
  private final Queue<ByteBuffer> here = new ArrayDeque<>();
  private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
  private @Nullable Signal last;

  Body(Duration silence) {
    this.silence = silence;
  }

  @Override
  public CompletionStage<Body> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscribed.complete(subscription);
    subscription.request(AHEAD);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    signals.add(new Signal.Bytes(buffers)); // never full: no more come than were asked for
  }

  @Override
  public void onError(Throwable trouble) {
    signals.add(
        new Signal.Broken(
            trouble instanceof IOException io
                ? io
                : new IOException(Objects.toString(trouble.getMessage(), "broken"), trouble)));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal.End());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (here.isEmpty()) {
      if (!more()) {
        return -1;
      }
    }
    return copy(target, offset, length);
  }

  private int copy(byte[] target, int offset, int length) {
    int copied = 0;
    for (var buffer = here.peek(); buffer != null && copied < length; buffer = here.peek()) {
      int count = Math.min(buffer.remaining(), length - copied);
      buffer.get(target, offset + copied, count);
      copied += count;
      if (!buffer.hasRemaining()) {
        here.remove();
      }
    }
    return copied;
  }

  private boolean more() throws IOException {
    if (last == null) {
      switch (await()) {
        case Signal.Bytes(var buffers) -> {
          buffers.stream().filter(ByteBuffer::hasRemaining).forEach(here::add);
          subscribed.join().request(1);
          return true;
        }
        case Signal.Broken broken -> last = broken;
        case Signal.End end -> last = end;
      }
    }
    if (last instanceof Signal.Broken(var cause)) {
      throw new Lost(cause);
    }
    return false;
  }

  private Signal await() throws IOException {
    try {
      var signal = signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
      return signal != null
          ? signal
          : new Signal.Broken(
              new HttpTimeoutException("nothing came for " + silence.toSeconds() + " s"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  @Override
  public void close() {
    var _ = subscribed.thenAccept(Flow.Subscription::cancel);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// Ends what takes too long altogether, although a little comes now and then. Once it is closed it
/// ends nothing any more. Safe to share between threads.
final class Deadline implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Deadline.class.getName());

  /// What is to be done when the time is over.
  interface End {
    void now() throws IOException;
  }

  private enum State {
    OPEN,
    MET,
    MISSED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final Duration limit;
  private final Thread watch;

  private Deadline(Duration limit, End end) {
    this.limit = limit;
    this.watch = Thread.ofVirtual().name("deadline").unstarted(() -> await(end));
  }

  static Deadline after(Duration limit, End end) {
    var deadline = new Deadline(limit, end);
    deadline.watch.start();
    return deadline;
  }

  private void await(End end) {
    try {
      Thread.sleep(limit);
      if (state.compareAndSet(State.OPEN, State.MISSED)) {
        end.now();
      }
    } catch (InterruptedException met) {
      return;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "what was too slow cannot be ended", e);
    }
  }

  /// Why something failed: this deadline, or what it says itself.
  IOException cause(IOException failure) {
    return state.get() == State.MISSED
        ? (IOException)
            new SocketTimeoutException("it had not ended after " + Wire.readable(limit))
                .initCause(failure)
        : failure;
  }

  @Override
  public void close() {
    if (state.compareAndSet(State.OPEN, State.MET)) {
      watch.interrupt();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries bytes from one thread to others, in a few buffers that go round. One puts on; each taker
/// takes all of it off, and a buffer is free again when all have.
///
/// @param <B> what the bytes are in
final class Belt<B> {
  /// The other end has stopped; whoever sees this finds the cause there.
  static final class Stopped extends IOException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("the other end has stopped");
    }
  }

  private final Supplier<B> maker;
  private final int most;
  private final long[] taken; // guarded by this, as is all below: how many each taker is done with
  private final List<B> buffers = new ArrayList<>();
  private final int[] lengths;
  private long put;
  private boolean ended;
  private boolean broken;
  private boolean draining;

  /// @param maker of a buffer; called for as many as there is use for
  Belt(Supplier<B> maker, int most, int takers) {
    this.maker = maker;
    this.most = most;
    this.lengths = new int[most];
    this.taken = new long[takers];
  }

  /// A buffer to be filled, the same one until [#put].
  synchronized B free() throws IOException {
    while (put - slowest() == most && !broken && !draining) {
      await();
    }
    if (broken) {
      throw new Stopped();
    }
    int at = (int) (put % most);
    if (at == buffers.size()) {
      buffers.add(maker.get());
    }
    return buffers.get(at);
  }

  /// How many buffers wait to be taken, or are being taken.
  synchronized long pending() {
    return put - slowest();
  }

  private long slowest() {
    long slowest = Long.MAX_VALUE;
    for (long each : taken) {
      slowest = Math.min(slowest, each);
    }
    return slowest;
  }

  /// Puts the buffer on that [#free] gave.
  synchronized void put(int length) {
    if (!draining) {
      lengths[(int) (put % most)] = length;
      put++;
      notifyAll();
    }
  }

  /// Nothing comes behind what was put on.
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /// Lets what is put on from now on fall off, as nobody takes it any more.
  synchronized void drain() {
    draining = true;
    notifyAll();
  }

  /// Lets all ends fail.
  synchronized void stop() {
    broken = true;
    notifyAll();
  }

  Taker<B> taker(int number) {
    return new Taker<>(this, number);
  }

  /// One end of the belt. For one thread.
  static final class Taker<B> {
    private final Belt<B> belt;
    private final int number;
    private boolean holding;

    private Taker(Belt<B> belt, int number) {
      this.belt = belt;
      this.number = number;
    }

    /// The next buffer, null at the end. Gives the one before back.
    @Nullable B next() throws IOException {
      var next = belt.next(number, holding);
      holding = next != null;
      return next;
    }

    /// How much is in the buffer that [#next] gave.
    int length() {
      return belt.length(number);
    }
  }

  private synchronized @Nullable B next(int taker, boolean holding) throws IOException {
    if (holding) {
      taken[taker]++;
      notifyAll();
    }
    while (taken[taker] == put && !ended && !broken) {
      await();
    }
    if (broken) {
      throw new Stopped();
    }
    return taken[taker] == put ? null : buffers.get((int) (taken[taker] % most));
  }

  private synchronized int length(int taker) {
    return lengths[(int) (taken[taker] % most)];
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

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Parts of one blob that are fetched before their turn, each by a request of its own. Nobody does
/// so at first; each [#help] adds somebody, until there are enough or the registry shows that it
/// cannot do ranges. Safe to share between threads.
///
/// A part that is claimed will be here or be given up, so whoever comes to its turn can wait for
/// it.
final class Ahead implements AutoCloseable {
  private static final long LOOK_AGAIN = 50; // ms; memory that others give back tells nobody

  /// What all blobs share.
  ///
  /// @param memory for parts
  /// @param connections for parts
  record Budget(Semaphore memory, Semaphore connections) {
    static Budget of(Transfer limits) {
      return new Budget(new Semaphore(limits.partsInMemory()), new Semaphore(limits.connections()));
    }
  }

  /// Fetches a part.
  interface Fetching {
    /// Fills so many of these bytes, or throws.
    void fetch(long offset, byte[] bytes, int length)
        throws Refused, IOException, InterruptedException;
  }

  private enum State {
    WANTED,
    HERE,
    GIVEN_UP
  }

  /// A part that somebody fetches or has fetched.
  static final class Part {
    private final byte[] bytes;
    private final int length;
    private State state = State.WANTED; // guarded by the Ahead

    private Part(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    byte[] bytes() {
      return bytes;
    }

    int length() {
      return length;
    }
  }

  private final long size;
  private final Transfer limits;
  private final Budget budget;
  private final Fetching fetching;
  private final List<Thread> helpers = new ArrayList<>(); // guarded by this, as is all below
  private final TreeMap<Long, Part> parts = new TreeMap<>(); // from the first byte of each
  private final Queue<byte[]> buffers = new ArrayDeque<>(); // to be used again
  private long unclaimed; // from here to the end nobody has claimed anything
  private long reader; // where whoever reads by itself is
  private int working;
  private int failed;
  private boolean over;

  Ahead(long size, Transfer limits, Budget budget, Fetching fetching) {
    this.size = size;
    this.limits = limits;
    this.budget = budget;
    this.fetching = fetching;
  }

  /// How many bytes the caller is to read by itself, who is at this offset: 0 where a part begins.
  /// It must ask again before it has read another part's worth, as by then it may be fewer.
  synchronized long free(long at) {
    reader = at;
    return parts.isEmpty() ? limits.part() : Math.min(limits.part(), parts.firstKey() - at);
  }

  /// Takes the part that begins here off, once it has come: null if there is none, or if it was
  /// given up.
  synchronized @Nullable Part take(long offset) throws InterruptedException {
    var part = parts.get(offset);
    if (part == null) {
      return null;
    }
    while (part.state == State.WANTED) {
      wait();
    }
    parts.remove(offset);
    if (part.state == State.HERE) {
      return part;
    }
    giveBack(part);
    return null;
  }

  /// Whoever took a part is done with it.
  synchronized void giveBack(Part part) {
    buffers.add(part.bytes);
    budget.memory.release();
    notifyAll();
  }

  /// One more connection, if that is allowed and of use to somebody who is at this offset.
  synchronized void help(long at) {
    boolean useful =
        working < limits.partsAhead() && size - Math.max(at, unclaimed) > limits.part();
    if (over || !useful || !budget.connections.tryAcquire()) {
      return;
    }
    unclaimed = Math.max(unclaimed, at + limits.part());
    working++;
    helpers.add(Thread.ofVirtual().name("part").start(this::work));
  }

  private void work() {
    try {
      for (var claim = claim(); claim != null; claim = claim()) {
        fetch(claim);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      budget.connections.release();
      synchronized (this) {
        working--;
      }
    }
  }

  private record Claim(long offset, Part part) {}

  private synchronized @Nullable Claim claim() throws InterruptedException {
    while (!over) {
      if (parts.isEmpty()) {
        unclaimed = Math.max(unclaimed, reader + limits.part());
      }
      if (unclaimed >= size) {
        return null;
      }
      if (parts.size() < limits.partsAhead() && budget.memory.tryAcquire()) {
        var claim = new Claim(unclaimed, part());
        parts.put(claim.offset, claim.part);
        unclaimed += claim.part.length;
        return claim;
      }
      TimeUnit.MILLISECONDS.timedWait(this, LOOK_AGAIN);
    }
    return null;
  }

  private synchronized Part part() {
    var used = buffers.poll();
    return new Part(
        used == null ? new byte[limits.part()] : used,
        (int) Math.min(limits.part(), size - unclaimed));
  }

  private void fetch(Claim claim) throws InterruptedException {
    var state = State.GIVEN_UP;
    try {
      fetching.fetch(claim.offset, claim.part.bytes, claim.part.length);
      state = State.HERE;
    } catch (Refused | IOException e) {
      System.getLogger(Ahead.class.getName())
          .log(System.Logger.Level.DEBUG, "a part is left to whoever is at it in the end", e);
    } finally {
      ended(claim.part, state);
    }
  }

  private synchronized void ended(Part part, State state) {
    part.state = state;
    if (state == State.GIVEN_UP) {
      failed++;
      over |= failed > limits.resumes();
    }
    notifyAll();
  }

  /// Nobody fetches ahead any more, as it does not work here.
  synchronized void stop() {
    over = true;
    notifyAll();
  }

  /// Ends what is under way and gives everything back.
  @Override
  public void close() {
    List<Thread> all;
    synchronized (this) {
      over = true;
      all = List.copyOf(helpers);
      notifyAll();
    }
    all.forEach(Thread::interrupt);
    all.forEach(Ahead::awaitEnd);
    synchronized (this) {
      budget.memory.release(parts.size());
      parts.clear();
    }
  }

  private static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.linux.Fd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Brings layers, and whatever else was written, to the disk some time later, all at once and so
/// that no pull waits for it. Closing brings the rest there. Safe to share between threads.
final class Settling implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Settling.class.getName());

  /// Is told of layers that are on the disk.
  interface Settled {
    void on(Digest diffId) throws IOException;
  }

  private final Path folder;
  private final Duration delay;
  private final Settled settled;
  private final Set<Digest> waiting = new LinkedHashSet<>(); // guarded by this, as is all below
  private @Nullable Thread thread;
  private boolean changed;
  private boolean closing;

  Settling(Path folder, Duration delay, Settled settled) {
    this.folder = folder;
    this.delay = delay;
    this.settled = settled;
  }

  /// A layer has got its name.
  synchronized void add(Digest diffId) {
    waiting.add(diffId);
    soon();
  }

  /// Something was written.
  synchronized void soon() {
    changed = true;
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("settle").start(this::run);
    }
  }

  private void run() {
    try {
      while (isDue()) {
        settle();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "layers in " + folder + " may not be on the disk", e);
      giveUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp();
    }
  }

  /// Waits a while, if there is anything to do.
  private synchronized boolean isDue() throws InterruptedException {
    if (!changed) {
      thread = null;
      return false;
    }
    long until = System.nanoTime() + delay.toNanos();
    for (long left = delay.toNanos(); left > 0 && !closing; left = until - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  private synchronized List<Digest> begun() {
    changed = false;
    return List.copyOf(waiting);
  }

  private void settle() throws IOException {
    var batch = begun();
    try (var fd = Fd.open(folder)) {
      fd.syncFileSystem();
    }
    for (var diffId : batch) {
      settled.on(diffId);
    }
    synchronized (this) {
      batch.forEach(waiting::remove);
    }
  }

  private synchronized void giveUp() {
    thread = null;
  }

  @Override
  public void close() {
    Thread last;
    synchronized (this) {
      closing = true;
      last = thread;
      notifyAll();
    }
    if (last != null) {
      try {
        last.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

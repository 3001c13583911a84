// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs requests, each in a virtual thread, and hangs up on clients who begin one and do not get to
/// the end of its head. Those are, most of all, clients who try TLS first: what they send has no
/// end of line, the server of the JDK would wait for it forever, and they would wait for an answer
/// for ten seconds before they try without TLS.
final class Heads implements Executor, AutoCloseable {
  private static final ScopedValue<Watch> WATCH = ScopedValue.newInstance();

  private final Duration patience;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledThreadPoolExecutor alarm =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("registry-alarm").factory());

  Heads(Duration patience) {
    this.patience = patience;
    alarm.setRemoveOnCancelPolicy(true);
  }

  /// Somebody who waits for the end of a head.
  private record Watch(Thread reader, AtomicBoolean over) {
    /// A thread that is not waiting has all it needs and is only slow, so it is left alone.
    void look() {
      boolean stuck = reader.getState() == Thread.State.WAITING;
      if (stuck && over.compareAndSet(false, true)) {
        reader.interrupt(); // which closes the connection that it reads from
      }
    }
  }

  @Override
  public void execute(Runnable exchange) {
    threads.execute(() -> {
      var watch = new Watch(Thread.currentThread(), new AtomicBoolean());
      var look = watch(watch);
      try {
        ScopedValue.where(WATCH, watch).run(exchange);
      } finally {
        look.cancel(false);
      }
    });
  }

  private Future<?> watch(Watch watch) {
    long pause = patience.toNanos();
    return alarm.scheduleWithFixedDelay(watch::look, pause, pause, TimeUnit.NANOSECONDS);
  }

  /// To be called when the head is there; the rest may take its time.
  static void arrived() throws IOException {
    if (!WATCH.get().over.compareAndSet(false, true)) {
      throw new IOException("the head of the request came too late");
    }
  }

  /// Lets somebody else handle requests whose heads are here.
  HttpHandler timed(HttpHandler handler) {
    return exchange -> {
      arrived();
      handler.handle(exchange);
    };
  }

  @Override
  public void close() {
    alarm.shutdownNow();
    threads.shutdownNow();
    threads.close();
  }
}

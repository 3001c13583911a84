// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.Driver;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The log of an instance on its way to somebody who may read slowly, or leave without a word. One
/// thread reads the log and is held up when too many lines wait; the other writes them, and sends
/// an empty line now and then while there are none, which fails when the reader has left.
final class LogStream implements Answer.Source {
  private static final Duration FIRST_LINE = Duration.ofSeconds(1);
  private static final Duration ATTENTION = Duration.ofMillis(200);

  private sealed interface Item {
    record Line(Instant at, boolean error, String text) implements Item {}

    record End(boolean known) implements Item {}
  }

  private final Driver driver;
  private final String project;
  private final String instance;
  private final int tail;
  private final boolean follow;
  private final Duration heartbeat;
  private final BlockingQueue<Item> waiting;
  private volatile boolean left;
  private @Nullable Item first;

  LogStream(
      Driver driver, String project, String instance, int tail, boolean follow, Limits limits) {
    this.driver = driver;
    this.project = project;
    this.instance = instance;
    this.tail = tail;
    this.follow = follow;
    this.heartbeat = limits.heartbeat();
    this.waiting = new ArrayBlockingQueue<>(limits.logLines());
  }

  /// False when there is no such instance.
  boolean begin() throws InterruptedException {
    Thread.ofVirtual().name("log of " + instance).start(this::read);
    first = poll(FIRST_LINE);
    return !(first instanceof Item.End(boolean known)) || known;
  }

  private void read() {
    try {
      boolean known = driver.log(project, instance, tail, () -> follow && !left, this::line);
      put(new Item.End(known));
    } catch (IOException | RuntimeException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void line(Instant at, boolean error, String text) throws IOException {
    try {
      put(new Item.Line(at, error, text));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a slow reader was waited for", e);
    }
  }

  private void put(Item item) throws IOException, InterruptedException {
    while (!waiting.offer(item, ATTENTION.toMillis(), TimeUnit.MILLISECONDS)) {
      if (left) {
        throw new IOException("the reader of the log has left");
      }
    }
  }

  /// The answer has begun, so the only place left to tell it is the log itself.
  private void fail(Exception e) {
    if (left) {
      return;
    }
    try {
      put(new Item.Line(Instant.now(), true, "the log cannot be read further: " + e.getMessage()));
      put(new Item.End(true));
    } catch (IOException nobodyReads) {
      left = true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void write(OutputStream out) throws IOException, InterruptedException {
    try (var lines = new BufferedOutputStream(out)) {
      Item item = first == null ? poll(heartbeat) : first;
      while (!(item instanceof Item.End)) {
        write(item, lines);
        item = poll(heartbeat);
      }
    } finally {
      left = true;
    }
  }

  private void write(@Nullable Item item, OutputStream lines) throws IOException {
    if (item instanceof Item.Line line) {
      lines.write(json(line));
    }
    lines.write('\n');
    if (waiting.isEmpty()) {
      lines.flush();
    }
  }

  private static byte[] json(Item.Line line) {
    var json = new LinkedHashMap<String, Object>();
    json.put("at", line.at().toString());
    json.put("stream", line.error() ? "stderr" : "stdout");
    json.put("text", line.text());
    return Typed.bytes(json);
  }

  private @Nullable Item poll(Duration patience) throws InterruptedException {
    return waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}

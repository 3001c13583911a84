// SPDX-License-Identifier: Apache-2.0
package dev.windlass.telemetry;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.windlass.ingress.Witness;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Writes a line of JSON for each request into a file, which is begun anew at 50 MB; the two before
/// it are kept, as `FILE.1` and `FILE.2`. When the disk is slower than the requests come, lines are
/// left out, and a line says how many. Whoever opens it closes it, which writes what is left.
public final class AccessLog implements Witness, AutoCloseable {
  private static final System.Logger log = System.getLogger(AccessLog.class.getName());

  private static final long MOST_BYTES = 50_000_000;
  private static final int QUEUE = 10_000;

  private final Path path;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong leftOut = new AtomicLong();
  private final Thread writer = Thread.ofVirtual().name("access log").unstarted(this::run);
  private BufferedWriter file; // the writer's, as what follows
  private long size;
  private volatile boolean closed;

  private AccessLog(Path path) throws IOException {
    this.path = path;
    this.size = Files.exists(path) ? Files.size(path) : 0;
    this.file = Files.newBufferedWriter(path, CREATE, APPEND);
  }

  /// Goes on with the file, if there is one.
  public static AccessLog open(Path path) throws IOException {
    var log = new AccessLog(path);
    log.writer.start();
    return log;
  }

  @Override
  public Account began(Arrival arrival) {
    return departure -> add(line(arrival, departure));
  }

  private void add(String line) {
    if (!lines.offer(line)) {
      leftOut.incrementAndGet();
    }
  }

  private static String line(Arrival arrival, Departure departure) {
    var line = new LinkedHashMap<String, Object>();
    line.put("time", arrival.at().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("client", arrival.client());
    line.put("scheme", arrival.tls() ? "https" : "http");
    line.put("host", arrival.host());
    line.put("method", arrival.method());
    line.put("uri", arrival.uri());
    line.put("protocol", arrival.protocol());
    line.put("status", departure.status());
    line.put("bytes", departure.bytes());
    line.put("seconds", seconds(departure.took()));
    line.put("waited", seconds(departure.waited()));
    line.put("instance", departure.backend().orElse(""));
    line.put("user_agent", arrival.headers().getOrDefault("user-agent", ""));
    line.put("referer", arrival.headers().getOrDefault("referer", ""));
    return json(line);
  }

  /// To the microsecond.
  private static double seconds(Duration time) {
    return Math.round(time.toNanos() / 1e3) / 1e6;
  }

  private static String json(Map<String, Object> line) {
    return Jsonb.instance().toJson(line);
  }

  /// A line that cannot be written is lost, and the next one is tried.
  private void run() {
    try {
      while (!closed || !lines.isEmpty()) {
        try {
          writeNext();
        } catch (IOException e) {
          leftOut.incrementAndGet();
          log.log(System.Logger.Level.WARNING, "the access log cannot be written", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeNext() throws IOException, InterruptedException {
    var line = lines.poll(100, TimeUnit.MILLISECONDS);
    if (line != null) {
      write(line);
    }
    long missing = leftOut.getAndSet(0);
    if (missing > 0) {
      write(json(Map.of("left_out", missing)));
    }
    if (lines.isEmpty()) {
      file.flush();
    }
  }

  private void write(String line) throws IOException {
    if (size > MOST_BYTES) {
      beginAnew();
    }
    file.write(line);
    file.write('\n');
    size += line.length() + 1;
  }

  private void beginAnew() throws IOException {
    file.close();
    var before = older(1);
    if (Files.exists(before)) {
      Files.move(before, older(2), REPLACE_EXISTING);
    }
    Files.move(path, before, REPLACE_EXISTING);
    file = Files.newBufferedWriter(path, CREATE, APPEND);
    size = 0;
  }

  private Path older(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  @Override
  public void close() {
    closed = true;
    try {
      writer.join();
      file.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what is left is not written
    } catch (IOException e) {
      log.log(System.Logger.Level.WARNING, "the access log cannot be written", e);
    }
  }
}

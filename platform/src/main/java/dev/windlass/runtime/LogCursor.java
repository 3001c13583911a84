// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A place in what a container printed, from which reading goes on when there is more. Understands
/// conmon's format: `2026-01-31T12:00:00.123456789+00:00 stdout F text`, where `P` in place of `F`
/// means that the line goes on in the next entry of the same stream.
final class LogCursor implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /// A line that is longer is told as several.
  private static final int LONGEST_LINE = 1 << 20;

  private final LogFiles files;
  private final Log.Reader reader;
  private final Part output = new Part(false);
  private final Part errors = new Part(true);
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
  private int number;
  private @Nullable FileChannel channel;

  LogCursor(LogFiles files, Log.Reader reader) {
    this.files = files;
    this.reader = reader;
  }

  /// The beginning of a line whose end is still missing.
  private static final class Part {
    final boolean error;
    final ByteArrayOutputStream text = new ByteArrayOutputStream();
    Instant at = Instant.EPOCH;

    Part(boolean error) {
      this.error = error;
    }

    void add(Instant when, byte[] bytes, int from) {
      if (text.size() == 0) {
        at = when;
      }
      text.write(bytes, from, bytes.length - from);
    }

    Log.Line take() {
      var line = new Log.Line(at, error, text.toString(StandardCharsets.UTF_8));
      text.reset();
      return line;
    }
  }

  /// Reads all that there is now.
  void drain() throws IOException {
    drainFile();
    for (var next = files.after(number); next.isPresent(); next = files.after(number)) {
      drainFile(); // what was written between our last look and the next file's appearance
      open(next.get());
      drainFile();
    }
  }

  /// Reads the lines that have no end yet, for the case that none will come.
  void rest() throws IOException {
    for (var part : new Part[] {output, errors}) {
      if (part.text.size() > 0) {
        reader.line(part.take());
      }
    }
  }

  private void open(int next) throws IOException {
    close();
    number = next;
    entry.reset();
    channel = FileChannel.open(files.numbered(next), StandardOpenOption.READ);
  }

  private void drainFile() throws IOException {
    if (channel == null) {
      return;
    }
    while (channel.read(buffer.clear()) > 0) {
      take(buffer.array(), buffer.position());
    }
  }

  /// The first `size` of these.
  private void take(byte[] bytes, int size) throws IOException {
    int from = 0;
    for (int i = 0; i < size; i++) {
      if (bytes[i] == '\n') {
        entry.write(bytes, from, i - from);
        entry(entry.toByteArray());
        entry.reset();
        from = i + 1;
      }
    }
    entry.write(bytes, from, size - from);
  }

  private void entry(byte[] bytes) throws IOException {
    int stream = after(bytes, 0);
    int tag = after(bytes, stream);
    int text = after(bytes, tag);
    if (text < 0) {
      return; // not of conmon's making: a crash of the machine may have cut it
    }
    var at = OffsetDateTime.parse(new String(bytes, 0, stream - 1, StandardCharsets.US_ASCII));
    var part = bytes[stream + 3] == 'e' ? errors : output; // std-e-rr, std-o-ut
    part.add(at.toInstant(), bytes, text);
    if (bytes[tag] == 'F' || part.text.size() >= LONGEST_LINE) {
      reader.line(part.take());
    }
  }

  /// The place after the next space, or -1.
  private static int after(byte[] bytes, int from) {
    for (int i = Math.max(from, 0); from >= 0 && i < bytes.length; i++) {
      if (bytes[i] == ' ') {
        return i + 1;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}

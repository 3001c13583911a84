// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import com.sun.net.httpserver.HttpExchange;
import io.avaje.jsonb.Jsonb;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/// What the registry answers to one request.
record Answer(int status, Map<String, String> headers, Body body) {
  private static final int BUFFER = 256 << 10;
  private static final Body NOTHING = new Bytes(new byte[0]);

  /// Where the bytes of the answer are.
  sealed interface Body extends Closeable permits Bytes, Slice, Silence, Coming {
    long length();

    void writeTo(OutputStream out) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  private static final class Bytes implements Body {
    private final byte[] content;

    Bytes(byte[] content) {
      this.content = content;
    }

    @Override
    public long length() {
      return content.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(content);
    }
  }

  /// @param sent is told what was sent, also when the client goes away before the end
  private record Slice(FileChannel file, long from, long length, LongConsumer sent)
      implements Body {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      var in = Channels.newInputStream(file.position(from));
      byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
      long left = length;
      try {
        while (left > 0) {
          int got = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (got < 0) {
            throw new IOException("the blob is " + left + " bytes shorter than it was");
          }
          out.write(buffer, 0, got);
          left -= got;
        }
      } finally {
        sent.accept(length - left);
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /// What a HEAD request is told about.
  private record Silence(long length) implements Body {
    @Override
    public void writeTo(OutputStream out) {
      throw new IllegalStateException("nobody asked for " + length + " bytes");
    }
  }

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), NOTHING);
  }

  static Answer json(int status, Object content) {
    return bytes(status, "application/json", Jsonb.instance().toJsonBytes(content));
  }

  static Answer bytes(int status, String type, byte[] content) {
    return new Answer(status, Map.of("Content-Type", type), new Bytes(content));
  }

  static Answer slice(int status, FileChannel file, long from, long length, LongConsumer sent) {
    return new Answer(
        status,
        Map.of("Content-Type", "application/octet-stream"),
        new Slice(file, from, length, sent));
  }

  /// Bytes that somebody else knows how to send.
  static Answer of(int status, Body body) {
    return new Answer(status, Map.of("Content-Type", "application/octet-stream"), body);
  }

  /// The answer to a HEAD request, whose body would be that long.
  static Answer silent(int status, String type, long length) {
    return new Answer(status, Map.of("Content-Type", type), new Silence(length));
  }

  Answer with(String header, Object value) {
    return with(Map.of(header, value.toString()));
  }

  Answer with(Map<String, String> more) {
    var all = new HashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, body);
  }

  /// Sends this, and lets go of what it is made of. To a HEAD request all is said but the body.
  void send(HttpExchange exchange) throws IOException {
    try (body) {
      sendOpen(exchange);
    }
  }

  private void sendOpen(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head && status != 204 && status != 304) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(body.length()));
    }
    boolean silent = head || body.length() == 0;
    exchange.sendResponseHeaders(status, silent ? -1 : body.length());
    if (!silent) {
      var out = exchange.getResponseBody();
      body.writeTo(out);
      out.close(); // only when all is sent: else the JDK takes the exchange for ended and never
      // hangs up
    }
  }
}

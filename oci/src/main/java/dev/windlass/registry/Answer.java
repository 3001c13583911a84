// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import com.sun.net.httpserver.HttpExchange;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// What the registry answers to one request.
record Answer(int status, Map<String, String> headers, Body body) {
  private static final int BUFFER = 256 << 10;
  private static final Body NOTHING = new Bytes(new byte[0]);

  /// Where the bytes of the answer are.
  sealed interface Body {
    long length();

    void writeTo(OutputStream out) throws IOException;
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

  private record Slice(Path file, long from, long length) implements Body {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
        var in = Channels.newInputStream(channel.position(from));
        byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
        long left = length;
        while (left > 0) {
          int got = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (got < 0) {
            throw new IOException(file + " is " + left + " bytes shorter than it was");
          }
          out.write(buffer, 0, got);
          left -= got;
        }
      }
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

  static Answer slice(int status, Path file, long from, long length) {
    return new Answer(
        status, Map.of("Content-Type", "application/octet-stream"), new Slice(file, from, length));
  }

  Answer with(String header, Object value) {
    return with(Map.of(header, value.toString()));
  }

  Answer with(Map<String, String> more) {
    var all = new HashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, body);
  }

  /// Sends this. To a HEAD request all is said but the body.
  void send(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head && status != 204) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(body.length()));
    }
    boolean silent = head || body.length() == 0;
    exchange.sendResponseHeaders(status, silent ? -1 : body.length());
    if (!silent) {
      try (var out = exchange.getResponseBody()) {
        body.writeTo(out);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One end of a connection, read and written byte by byte, so that tests see what really goes over
/// the wire.
final class Wire implements Closeable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  static Wire to(InetSocketAddress address) throws IOException {
    return new Wire(new Socket(address.getAddress(), address.getPort()));
  }

  /// A message without its body; lines as sent.
  record Head(List<String> lines) {
    String start() {
      return lines.getFirst();
    }

    List<String> all(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return lines.stream()
          .skip(1)
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }

    String header(String name) {
      return String.join(", ", all(name));
    }
  }

  Wire send(String text) throws IOException {
    return send(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
  }

  Wire send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /// Empty lines before it are fine, the end of the connection is not.
  Head head() throws IOException {
    var lines = new ArrayList<String>();
    for (String line = line(); !line.isEmpty() || lines.isEmpty(); line = line()) {
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return new Head(lines);
  }

  String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended after '" + line + "'");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  byte[] bytes(int count) throws IOException {
    return in.readNBytes(count);
  }

  String text(int count) throws IOException {
    return new String(bytes(count), ISO_8859_1);
  }

  /// The body that belongs to a head with a length, or in chunks.
  String body(Head head) throws IOException {
    if (!head.header("Content-Length").isEmpty()) {
      return text(Integer.parseInt(head.header("Content-Length")));
    }
    return head.header("Transfer-Encoding").isEmpty() ? "" : chunks();
  }

  String chunk() throws IOException {
    String text = text(Integer.parseInt(line(), 16));
    line();
    return text;
  }

  boolean isEnded() throws IOException {
    return in.read() < 0;
  }

  Socket socket() {
    return socket;
  }

  private String chunks() throws IOException {
    var body = new StringBuilder();
    for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      body.append(chunk);
    }
    return body.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

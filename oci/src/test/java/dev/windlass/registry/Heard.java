// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// All that came back on a connection of its own, as it came.
///
/// @param status 0 when there was no answer
record Heard(int status, String head, String body) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
  private static final String END = "\r\n\r\n";

  /// Says something, and no more after it; whoever answers has to do so before long.
  static Heard after(InetSocketAddress server, String said) throws IOException {
    try (var socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      byte[] answer = socket.getInputStream().readAllBytes();
      return parse(new String(answer, StandardCharsets.ISO_8859_1));
    }
  }

  private static Heard parse(String text) {
    if (text.startsWith("HTTP/1.1 100")) {
      return parse(text.substring(text.indexOf(END) + END.length()));
    }
    var status = STATUS.matcher(text);
    int end = text.indexOf(END);
    return status.lookingAt() && end > 0
        ? new Heard(
            Integer.parseInt(status.group(1)),
            text.substring(0, end),
            text.substring(end + END.length()))
        : new Heard(0, text, "");
  }

  String header(String name) {
    var line = Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(head);
    return line.find() ? line.group(1) : "";
  }
}

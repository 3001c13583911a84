// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Sends what a well-behaved client would not.
final class Raw {
  private Raw() {}

  static String get(InetSocketAddress server, String path, String header) throws IOException {
    return send(server, "GET " + path + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n");
  }

  static String send(InetSocketAddress server, String request) throws IOException {
    try (var socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}

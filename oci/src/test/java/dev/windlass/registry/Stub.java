// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/// A registry that always says the same.
final class Stub implements AutoCloseable {
  /// What it says. In headers, `HOST` stands for itself.
  record Says(int status, Map<String, String> headers, String body) {}

  private final HttpServer server;
  private final Map<String, Says> answers;

  private Stub(HttpServer server, Map<String, Says> answers) {
    this.server = server;
    this.answers = answers;
  }

  /// @param answers by method and the beginning of the path; to all else it says 404
  static Stub saying(Map<String, Says> answers) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var stub = new Stub(server, answers);
    server.createContext("/", stub::answer);
    server.start();
    return stub;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      var says =
          answers.entrySet().stream()
              .filter(answer -> asked.startsWith(answer.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(new Says(404, Map.of(), ""));
      say(exchange, says);
    }
  }

  private void say(HttpExchange exchange, Says says) throws IOException {
    says.headers.forEach(
        (name, value) -> exchange.getResponseHeaders().set(name, value.replace("HOST", host())));
    byte[] body = Images.bytes(says.body);
    boolean silent = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(says.status, silent ? -1 : body.length);
    if (!silent) {
      exchange.getResponseBody().write(body);
    }
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

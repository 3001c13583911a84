// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Stands between a cache and the registry behind it: writes down what is asked, hands it on with
/// the right to have everything, and plays tricks.
final class Between implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Client registry;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Trick trick = _ -> false;

  /// Answers instead of the registry; false to leave it to that.
  interface Trick {
    boolean answers(HttpExchange exchange) throws IOException, InterruptedException;

    /// On one kind of request only.
    default Trick on(String method, String part) {
      return exchange ->
          exchange.getRequestMethod().equals(method)
              && exchange.getRequestURI().getPath().contains(part)
              && answers(exchange);
    }
  }

  /// A request, with what it says of who asks.
  record Asked(String method, String path, Optional<String> authorization) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private Between(HttpServer server, Client registry) {
    this.server = server;
    this.registry = registry;
  }

  static Between and(Client registry) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var between = new Between(server, registry);
    server.setExecutor(between.threads);
    server.createContext("/", between::handle);
    server.start();
    return between;
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /// What was asked, as `GET /v2/…`, since this was called last.
  List<String> requests() {
    var all = asked.stream().map(Asked::toString).toList();
    asked.clear();
    return all;
  }

  void plays(Trick next) {
    trick = next;
  }

  void isHonest() {
    plays(_ -> false);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
      if (!trick.answers(exchange)) {
        handOn(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handOn(HttpExchange exchange) throws IOException, InterruptedException {
    var answer = ask(exchange);
    answer
        .headers()
        .map()
        .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
    boolean silent = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
    exchange.sendResponseHeaders(answer.statusCode(), silent ? -1 : answer.body().length);
    if (!silent) {
      exchange.getResponseBody().write(answer.body());
    }
  }

  /// What the registry says.
  HttpResponse<byte[]> ask(HttpExchange exchange) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + registry.host() + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.noBody())
            .header(
                "Accept",
                exchange.getRequestHeaders().getOrDefault("Accept", List.of("*/*")).getFirst());
    if (!registry.authorization().isEmpty()) {
      request.header("Authorization", registry.authorization());
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  static Trick says(int status, Map<String, String> headers, String body) {
    return exchange -> {
      headers.forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = Images.bytes(body);
      boolean silent = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
      exchange.sendResponseHeaders(status, silent ? -1 : bytes.length);
      if (!silent) {
        exchange.getResponseBody().write(bytes);
      }
      return true;
    };
  }

  static Trick refuses(int status, String code, String message, Map<String, String> headers) {
    return says(
        status,
        headers,
        "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message));
  }

  /// Says what it is to say in two parts, and something happens in the middle.
  Trick halting(int first, Halt halt) {
    return exchange -> {
      var answer = ask(exchange);
      exchange.sendResponseHeaders(200, answer.body().length);
      var out = exchange.getResponseBody();
      out.write(answer.body(), 0, first);
      out.flush();
      halt.reached();
      out.write(answer.body(), first, answer.body().length - first);
      return true;
    };
  }

  /// What happens in the middle of an answer.
  interface Halt {
    void reached() throws IOException, InterruptedException;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A real HTTP server that gives prepared answers and remembers what it was asked. Several answers
/// to the same request are given one after the other; the last one for ever.
public final class CannedApi implements AutoCloseable {
  public record Asked(
      String method,
      String path,
      @Nullable String contentType,
      @Nullable String ifMatch,
      @Nullable String authorization,
      String body) {}

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new HashMap<>();
  private final Map<Pattern, Answer> others = new LinkedHashMap<>();
  private final List<Asked> asked = new ArrayList<>();

  public CannedApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// @param request such as `GET /v2/projects`, with its query
  public synchronized CannedApi on(String request, String body) {
    return on(request, request.startsWith("DELETE") ? 202 : 200, body);
  }

  public synchronized CannedApi on(String request, int status, String body) {
    answers.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(new Answer(status, body));
    return this;
  }

  /// For all requests like this one that have no answer of their own.
  public synchronized CannedApi onAny(Pattern requests, int status, String body) {
    others.put(requests, new Answer(status, body));
    return this;
  }

  public synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  /// The only request that changed something.
  public Asked change() {
    var changes = asked().stream().filter(a -> !a.method().equals("GET")).toList();
    if (changes.size() != 1) {
      throw new AssertionError("not one change but " + changes);
    }
    return changes.getFirst();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var answer = next(remember(exchange));
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized String remember(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var request =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers.getFirst("Content-Type"),
            headers.getFirst("If-Match"),
            headers.getFirst("Authorization"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    asked.add(request);
    return request.method() + " " + request.path();
  }

  private synchronized Answer next(String request) {
    var prepared = answers.get(request);
    if (prepared == null) {
      return like(request);
    }
    return prepared.size() > 1 ? prepared.removeFirst() : prepared.getFirst();
  }

  private Answer like(String request) {
    for (var other : others.entrySet()) {
      if (other.getKey().matcher(request).matches()) {
        return other.getValue();
      }
    }
    return request.contains("/changes?") ? new Answer(200, "{\"next\":1}") : missing(request);
  }

  private static Answer missing(String request) {
    return new Answer(
        404,
        """
        {"errors":[{"code":"resource_not_found","message":"Nothing is prepared for %s"}],"trace":"codeengine-api-0123","status_code":404}
        """
            .formatted(request));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

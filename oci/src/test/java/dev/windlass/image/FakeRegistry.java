// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A registry in memory that speaks real HTTP on a free local port, and can be made to behave as
/// badly as real ones do.
final class FakeRegistry implements AutoCloseable {
  /// Answers one request instead of the registry; false to leave it to the registry.
  interface Play {
    boolean answers(HttpExchange exchange) throws IOException, InterruptedException;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Blob(String type, byte[] bytes) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Blob> content = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Play> plays = new CopyOnWriteArrayList<>();

  FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String host() {
    return "127.0.0.1:" + port();
  }

  Reference image(String name) {
    return Reference.parse(host() + "/" + name);
  }

  /// What was asked for, in order, as `GET /v2/…`; with ` +auth` when it carried an authorization.
  List<String> requests() {
    return List.copyOf(requests);
  }

  void forgetRequests() {
    requests.clear();
  }

  FakeRegistry playing(Play play) {
    plays.add(play);
    return this;
  }

  Digest blob(String repository, byte[] bytes) {
    var digest = Digest.of(bytes);
    put("/v2/" + repository + "/blobs/" + digest, "application/octet-stream", bytes);
    return digest;
  }

  /// Serves other bytes than the digest names.
  void wrongBlob(String repository, Digest digest, byte[] bytes) {
    put("/v2/" + repository + "/blobs/" + digest, "application/octet-stream", bytes);
  }

  Digest manifest(String repository, String tag, String type, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    var digest = Digest.of(bytes);
    put("/v2/" + repository + "/manifests/" + tag, type, bytes);
    put("/v2/" + repository + "/manifests/" + digest, type, bytes);
    put(
        "/v2/" + repository + "/tags/list",
        "application/json",
        "{\"name\":\"%s\",\"tags\":[\"%s\"]}".formatted(repository, tag).getBytes(UTF_8));
    return digest;
  }

  private void put(String path, String type, byte[] bytes) {
    content.put(path, new Blob(type, bytes));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + (authorization(exchange).isPresent() ? " +auth" : ""));
      for (var play : plays) {
        if (play.answers(exchange)) {
          return;
        }
      }
      serve(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    var blob = content.get(exchange.getRequestURI().getPath());
    if (blob == null) {
      unknown(exchange);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", blob.type());
    exchange.getResponseHeaders().set("Docker-Content-Digest", Digest.of(blob.bytes()).toString());
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", "" + blob.bytes().length);
    }
    exchange.sendResponseHeaders(200, head || blob.bytes().length == 0 ? -1 : blob.bytes().length);
    if (!head) {
      exchange.getResponseBody().write(blob.bytes());
    }
  }

  /// Like docker-registry: `NAME_UNKNOWN` is only ever said by the list of tags.
  private static void unknown(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var code =
        path.endsWith("/tags/list")
            ? "NAME_UNKNOWN"
            : path.contains("/blobs/") ? "BLOB_UNKNOWN" : "MANIFEST_UNKNOWN";
    error(exchange, 404, code, code.toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  static Optional<String> authorization(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  static String basic(String username, String password) {
    return "Basic "
        + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
  }

  static boolean error(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    return answer(
        exchange,
        status,
        "application/json",
        "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\",\"detail\":null}]}"
            .formatted(code, message));
  }

  static boolean answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean empty = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
    exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
    if (!empty) {
      exchange.getResponseBody().write(bytes);
    }
    return true;
  }

  /// Lets in whoever has this user and password.
  static Play basicAuth(String username, String password) {
    return exchange -> {
      if (authorization(exchange).equals(Optional.of(basic(username, password)))) {
        return false;
      }
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Fake Registry\"");
      return error(exchange, 401, "UNAUTHORIZED", "authentication required");
    };
  }

  /// Wants the token that the token server at `realm` gives.
  static Play bearerAuth(String realm, String token) {
    return exchange -> {
      if (!exchange.getRequestURI().getPath().startsWith("/v2/")
          || authorization(exchange).equals(Optional.of("Bearer " + token))) {
        return false;
      }
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer realm=\"%s\",service=\"fake\",scope=\"repository:shop/web:pull\""
                  .formatted(realm));
      return error(exchange, 401, "UNAUTHORIZED", "authentication required");
    };
  }

  /// Answers on one path only.
  static Play on(String part, Play play) {
    return exchange -> exchange.getRequestURI().getPath().contains(part) && play.answers(exchange);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.windlass.ingress.Backend;
import dev.windlass.ingress.Entrance;
import dev.windlass.ingress.Ingress;
import dev.windlass.ingress.IngressLimits;
import dev.windlass.ingress.Protocol;
import dev.windlass.ingress.Route;
import dev.windlass.ingress.Routes;
import dev.windlass.ingress.Witness;
import dev.windlass.ingress.Witness.Arrival;
import dev.windlass.ingress.Witness.Departure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is told of requests that go through a real ingress to a real server.
@Timeout(60)
class TelemetryTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  @TempDir Path folder;
  private final LinkedBlockingQueue<String> parents = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<byte[]> spans = new LinkedBlockingQueue<>();
  private HttpServer app;
  private HttpServer collector;

  @BeforeEach
  void open() throws IOException {
    app = HttpServer.create(ANY, 0);
    app.createContext("/", this::serve);
    app.start();
    collector = HttpServer.create(ANY, 0);
    collector.createContext("/v1/traces", this::collect);
    collector.start();
  }

  @AfterEach
  void close() {
    app.stop(0);
    collector.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      parents.add("" + exchange.getRequestHeaders().getFirst("traceparent"));
      var body = "hello".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void collect(HttpExchange exchange) throws IOException {
    try (exchange) {
      spans.add(exchange.getRequestBody().readAllBytes());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /// Two requests, of which the second is for a host that is not there.
  private void ask(Witness... witnesses) throws Exception {
    var routes = new Routes();
    var backend = new Backend("web-1", app.getAddress(), 1, Protocol.HTTP1);
    routes.replace(Map.of("127.0.0.1", new Route(List.of(backend), Duration.ofMinutes(1), "")));
    var entrances = List.of(Entrance.open(ANY, Optional.empty()));
    try (var ingress =
            Ingress.start(entrances, routes, IngressLimits.STANDARD, List.of(witnesses));
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (String host : List.of("127.0.0.1", "localhost")) {
        var address = "http://" + host + ":" + ingress.address().getPort() + "/a?b=secret";
        var request =
            HttpRequest.newBuilder(URI.create(address))
                .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                .header("User-Agent", "a \"test\"")
                .build();
        client.send(request, BodyHandlers.ofString());
      }
    }
  }

  @Test
  void eachRequestIsALineOfJson() throws Exception {
    var file = folder.resolve("access.log");
    try (var log = AccessLog.open(file)) {
      ask(log);
    }
    var lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .matches("\\{\"time\":\"20[^\"]+Z\",\"client\":\"127.0.0.1\",.*\\}")
        .contains(
            "\"scheme\":\"http\",\"host\":\"127.0.0.1:",
            "\"method\":\"GET\",\"uri\":\"/a?b=secret\",\"protocol\":\"HTTP/1.1\",\"status\":200,\"bytes\":5",
            "\"instance\":\"web-1\",\"user_agent\":\"a \\\"test\\\"\"");
    assertThat(lines.getLast()).contains("\"status\":404", "\"instance\":\"\"");
  }

  @Test
  void anAccessLogGoesOnWhereItWas() throws Exception {
    var file = folder.resolve("access.log");
    for (int i = 0; i < 2; i++) {
      try (var log = AccessLog.open(file)) {
        log.began(arrival())
            .over(new Departure(200, 5, Duration.ZERO, Duration.ZERO, "", Optional.empty()));
      }
    }
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void noLineIsLeftOutWithoutSayingSoAndBigFilesAreBegunAnew() throws Exception {
    var file = folder.resolve("access.log");
    int requests = 500_000;
    try (var log = AccessLog.open(file)) {
      IntStream.range(0, requests)
          .forEach(_ ->
              log.began(arrival())
                  .over(new Departure(200, 5, Duration.ZERO, Duration.ZERO, "", Optional.empty())));
    }
    long written = 0;
    long leftOut = 0;
    for (var part : List.of("access.log", "access.log.1", "access.log.2")) {
      var path = folder.resolve(part);
      for (var line : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
        if (line.startsWith("{\"left_out\":")) {
          leftOut += Long.parseLong(line.replaceAll("[^0-9]", ""));
        } else {
          written++;
        }
      }
      assertThat(Files.exists(path) ? Files.size(path) : 0).isLessThan(50_001_000);
    }
    assertThat(written + leftOut).isEqualTo(requests);
  }

  private static Arrival arrival() {
    return new Arrival(Instant.EPOCH, "127.0.0.1", false, "web", "GET", "/", "HTTP/1.1", Map.of());
  }

  @Test
  void aSpanIsPartOfTheClientsTraceAndTheParentOfTheApps() throws Exception {
    try (var tracing =
        Tracing.to(URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/"))) {
      ask(tracing);
    }
    var parent = parents.take();
    assertThat(parent).matches("00-" + TRACE + "-[0-9a-f]{16}-01").doesNotContain(PARENT);
    var sent = spans.poll(10, TimeUnit.SECONDS);
    assertThat(HexFormat.of().formatHex(sent))
        .contains(TRACE, PARENT, parent.substring(36, 52)); // what OTLP has as bytes
    assertThat(new String(sent, StandardCharsets.ISO_8859_1))
        .contains("windlass", "http.response.status_code", "web-1", "/a")
        .doesNotContain("secret");
  }

  @Test
  void withoutWitnessesTheTraceIsPassedOn() throws Exception {
    ask();
    assertThat(parents.take()).isEqualTo("00-" + TRACE + "-" + PARENT + "-01");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.engine.FakeStore;
import dev.windlass.engine.Store;
import dev.windlass.identity.Identity;
import dev.windlass.identity.Keys;
import dev.windlass.image.Secret;
import dev.windlass.token.Seal;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The real API server over fakes, and a client that speaks HTTP to it.
final class Api implements AutoCloseable {
  static final String KEY = "open-sesame";

  /// Stands still until it is moved.
  static final class HandClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-26T12:00:00Z");

    void forward(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  record Reply(int status, Map<String, Object> body, HttpResponse<String> http) {
    String error() {
      return String.valueOf(errors().getFirst().get("message"));
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> errors() {
      return (List<Map<String, Object>>) field("errors");
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> list(String plural) {
      return (List<Map<String, Object>>) field(plural);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> object(String field) {
      return (Map<String, Object>) field(field);
    }

    String text(String field) {
      return (String) field(field);
    }

    Object field(String name) {
      return Objects.requireNonNull(body.get(name), () -> name + " is not in " + body);
    }

    List<Object> names(String plural) {
      return list(plural).stream().map(one -> (Object) String.valueOf(one.get("name"))).toList();
    }
  }

  final Store store;
  final FakeDriver driver = new FakeDriver();
  final HttpClient client = HttpClient.newHttpClient();
  final HandClock clock = new HandClock();
  final Identity identity;
  final ApiServer server;
  final String project;

  Api() {
    this(new FakeStore(InstantSource.system()));
  }

  Api(Store store) {
    this(store, Limits.STANDARD);
  }

  /// @param store closed with this
  Api(Store store, Limits limits) {
    this.store = store;
    try {
      var free = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
      var engine =
          new Engine(
              "1.2.3",
              new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7080),
              new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7081),
              "127.0.0.1:5000",
              "/state",
              Quotas.STANDARD,
              Optional.empty());
      identity =
          new Identity(
              new Keys(store, new Secret(KEY), clock),
              new Seal("a key of thirty-two bytes, or so".getBytes(UTF_8)),
              clock);
      server = ApiServer.start(free, store, driver, engine, identity, limits);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    project = post("/projects", "{\"name\":\"home\"}").text("id");
  }

  String in(String path) {
    return "/projects/" + project + path;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + "/v2" + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + KEY);
  }

  Reply get(String path) {
    return send(request(path).GET());
  }

  Reply delete(String path) {
    return send(request(path).DELETE());
  }

  Reply post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  Reply patch(String path, String tag, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/merge-patch+json")
            .header("If-Match", tag)
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  Reply put(String path, String tag, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header("If-Match", tag)
            .PUT(BodyPublishers.ofString(body)));
  }

  Reply send(HttpRequest.Builder request) {
    try {
      var answer = client.send(request.build(), BodyHandlers.ofString());
      String text = answer.body();
      Map<String, Object> body = text.isEmpty() ? Map.of() : json(text);
      return new Reply(answer.statusCode(), body, answer);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> json(String text) {
    return (Map<String, Object>) Jsonb.instance().type(Object.class).fromJson(text);
  }

  @Override
  public void close() {
    server.close();
    client.close();
    store.close();
  }
}

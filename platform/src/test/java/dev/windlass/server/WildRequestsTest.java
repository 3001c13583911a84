// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.Jsonb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Valid and broken requests made from the contract, by chance with a seed: whatever is sent, the
/// answer comes soon, is no 500, and tells what is wrong.
class WildRequestsTest {
  private static final long SEED = Long.getLong("windlass.seed", 20_261_126);
  private static final int EACH = 12;

  private final Api api = new Api();
  private final Random chance = new Random(SEED);

  @AfterEach
  void close() {
    api.close();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  private static Object at(Map<String, Object> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  @Test
  void noneIsAnsweredWithABreakdown() throws Exception {
    var document = api.send(HttpRequest.newBuilder(api.uri("").resolve("/openapi.json"))).body();
    var wrong = new ArrayList<String>();
    for (var path : map(at(document, "paths")).entrySet()) {
      for (var operation : map(path.getValue()).entrySet()) {
        if (!path.getKey().endsWith("/changes") && !path.getKey().endsWith("/logs")) {
          for (int i = 0; i < EACH; i++) {
            wild(operation.getKey(), path.getKey(), map(operation.getValue()), wrong);
          }
        }
      }
    }
    assertThat(wrong).as("seed %d", SEED).isEmpty();
  }

  private void wild(String method, String path, Map<String, Object> operation, List<String> wrong)
      throws Exception {
    var body = body(operation);
    var whole = path.replaceFirst("\\{(project_id)}", api.project);
    while (whole.contains("{")) {
      whole = whole.replaceFirst("\\{[a-z_]+}", name());
    }
    var request =
        HttpRequest.newBuilder(URI.create(api.uri("") + whole + query()))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + Api.KEY)
            .header("Content-Type", one("application/json", "application/merge-patch+json"))
            .method(method.toUpperCase(Locale.ROOT), BodyPublishers.ofByteArray(body));
    if (chance.nextBoolean()) {
      request.header("If-Match", one("*", "0", "%"));
    }
    if (whole.equals("/projects/" + api.project) && method.equals("delete")) {
      return; // the others need it
    }
    var answer = answered(request.build());
    boolean told = answer.statusCode() < 400 || answer.body().contains("\"errors\":[{");
    if (answer.statusCode() == 500 || answer.statusCode() > 501 || !told) {
      wrong.add(
          "%s %s %s: %d %s"
              .formatted(
                  method, whole, new String(body, UTF_8), answer.statusCode(), answer.body()));
    }
  }

  /// A server may close a connection on which it left a body unread, just when the next request
  /// comes; clients ask again then.
  private HttpResponse<String> answered(HttpRequest request) throws Exception {
    for (int tries = 1; ; tries++) {
      try {
        return api.client.send(request, BodyHandlers.ofString());
      } catch (IOException closed) {
        if (tries == 5) {
          throw closed;
        }
      }
    }
  }

  private String one(String... words) {
    return words[chance.nextInt(words.length)];
  }

  private String name() {
    return one("web", "A", "%00", "%2e%2e", "a".repeat(300), "%F0%9F%98%80", "-", "none", "%25");
  }

  private String query() {
    return one("", "", "?limit=1", "?limit=x", "?start=%25", "?version=2025-07-10", "?hard=maybe");
  }

  private byte[] body(Map<String, Object> operation) {
    if (!(operation.get("requestBody") instanceof Map<?, ?> request)) {
      return bytes(one("", "{}", "[]", "{\"a\":"));
    }
    var content = map(at(map(request), "content")).values().iterator().next();
    var made = value(map(at(map(content), "schema")), 0);
    return switch (chance.nextInt(8)) {
      case 0 -> bytes(one("", "null", "[]", "\"text\"", "{\"a\"", "{\"a\":1}}", "nul"));
      case 1 -> new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
      case 2 -> bytes("[".repeat(2_000));
      case 3 -> bytes("{\"a\":".repeat(500) + "1" + "}".repeat(500));
      default -> bytes(Jsonb.instance().toJson(broken(made)));
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /// Something that the schema allows, more or less.
  private Object value(Map<String, Object> schema, int depth) {
    if (schema.get("enum") instanceof List<?> words) {
      return words.get(chance.nextInt(words.size()));
    }
    return switch (String.valueOf(schema.get("type"))) {
      case "integer" -> (long) chance.nextInt(0, 500);
      case "boolean" -> chance.nextBoolean();
      case "array" -> depth > 3 ? List.of() : List.of(value(map(at(schema, "items")), depth + 1));
      case "object" -> object(schema, depth);
      default -> one("web", "1", "4G", "0-3", "10.0.0.0/8", "icr.io/a/b", "/data", "generic");
    };
  }

  private Object object(Map<String, Object> schema, int depth) {
    var made = new LinkedHashMap<String, Object>();
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      map(properties)
          .forEach((name, of) -> {
            if (chance.nextInt(3) > 0) {
              made.put(name, value(map(of), depth + 1));
            }
          });
    } else {
      made.put("key", "value");
    }
    return made;
  }

  /// The same with something in it that does not belong there.
  private Object broken(Object made) {
    if (!(made instanceof Map<?, ?>) || chance.nextInt(3) == 0) {
      return made;
    }
    var broken = new LinkedHashMap<>(map(made));
    var names = new ArrayList<>(broken.keySet());
    var name = names.isEmpty() ? "x" : names.get(chance.nextInt(names.size()));
    switch (chance.nextInt(6)) {
      case 0 -> broken.put(name, "x".repeat(100_000));
      case 1 -> broken.put(name, -1L);
      case 2 -> broken.put(name, Map.of("a", List.of(1L, "b")));
      case 3 -> broken.put("unheard_of", true);
      case 4 -> broken.put(name, List.of(List.of()));
      default -> broken.put(name, "\u0000\ud83d\ude00");
    }
    return broken;
  }

  // --- packed bodies ---

  private HttpResponse<byte[]> packed(byte[] body, String encoding) throws Exception {
    return api.client.send(
        api.request(api.in("/config_maps"))
            .header("Content-Type", "application/json")
            .header("Content-Encoding", encoding)
            .header("Accept-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static byte[] gzip(String text) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes(text));
    }
    return packed.toByteArray();
  }

  @Test
  void bodiesMayBeGzipBothWays() throws Exception {
    var long_ = "x".repeat(5_000);
    var made = packed(gzip("{\"name\":\"c\",\"data\":{\"a\":\"%s\"}}".formatted(long_)), "gzip");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(made.body().length).isLessThan(1_000);
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(made.body()))) {
      assertThat(new String(gzip.readAllBytes(), UTF_8)).contains(long_);
    }
  }

  @Test
  void whatIsNotGzipOrTooMuchIsRefused() throws Exception {
    assertThat(packed(bytes("{}"), "gzip").statusCode()).isEqualTo(400);
    assertThat(packed(bytes("{}"), "br").statusCode()).isEqualTo(415);
    var bomb = gzip("{\"name\":\"" + "x".repeat(20 << 20) + "\"}");
    assertThat(packed(bomb, "gzip").statusCode()).isEqualTo(413);
    var cut = gzip("{\"name\":\"c\"}");
    assertThat(packed(Arrays.copyOf(cut, cut.length - 12), "gzip").statusCode()).isEqualTo(400);
  }
}

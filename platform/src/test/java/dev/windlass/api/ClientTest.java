// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ClientTest {
  private final CannedApi api = new CannedApi();
  private final Client client = Client.at(api.address(), "the-key");

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void saysWhoWeAre() {
    api.on(
        "GET /v2/engine",
        "{\"version\":\"1\",\"api\":\"a\",\"ingress\":\"i\",\"registry\":\"r\",\"state\":\"s\"}");

    assertThat(client.engine().registry()).isEqualTo("r");
    assertThat(api.asked().getFirst().authorization()).isEqualTo("Bearer the-key");
  }

  @Test
  void readsAllPagesOfAList() {
    api.on("GET /v2/projects", page("one", ",\"next\":{\"href\":\"x\",\"start\":\"a b\"}"));
    api.on("GET /v2/projects?start=a%20b", page("two", ""));

    assertThat(client.projects()).extracting(Project::name).containsExactly("one", "two");
  }

  private static String page(String name, String next) {
    return """
    {"first":{"href":"x"},"limit":1%s,"projects":[{"name":"%s","resource_group_id":"default"}]}
    """
        .formatted(next, name);
  }

  @Test
  void asksAgainOnTheSameConnection() {
    api.on("GET /v2/projects", page("one", ""));
    for (int i = 0; i < 50; i++) {
      assertThat(client.projects()).hasSize(1);
    }
  }

  @Test
  void passesOnTheServersOwnWords() {
    api.on(
        "DELETE /v2/projects/p/apps/web",
        409,
        """
        {"errors":[{"code":"conflict","message":"It is in use."}],"trace":"codeengine-api-42","status_code":409}
        """);

    assertThatThrownBy(() -> client.in("p").deleteApp("web"))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e).hasMessage("It is in use.");
              assertThat(e.status()).isEqualTo(409);
              assertThat(e.trace()).isEqualTo("codeengine-api-42");
            });
  }

  @Test
  void tellsWhatSomethingElseThanOurServerSaid() {
    api.on("GET /v2/projects/p/apps/web", 502, "<h1>Bad gateway</h1>");

    assertThatThrownBy(() -> client.in("p").app("web"))
        .hasMessage("the API answered with status 502: <h1>Bad gateway</h1>");
  }

  @Test
  void goesOnAfterAnError() {
    api.on("GET /v2/projects", page("one", ""));

    assertThatThrownBy(() -> client.project("none")).isInstanceOf(ApiException.class);
    assertThat(client.projects()).hasSize(1);
  }

  @Test
  void patchesWithTheEntityTag() {
    api.on("PATCH /v2/projects/p/apps/web", 404, "");
    var patch = new Fields().set("image_reference", "x").remove("image_secret");

    assertThatThrownBy(() -> client.in("p").updateApp("web", "77", patch))
        .isInstanceOf(ApiException.class);

    var asked = api.change();
    assertThat(asked.contentType()).isEqualTo("application/merge-patch+json");
    assertThat(asked.ifMatch()).isEqualTo("77");
    assertThat(asked.body()).isEqualTo("{\"image_reference\":\"x\",\"image_secret\":null}");
  }

  @Test
  void readsLogsLineByLine() {
    api.on(
        "GET /v2/projects/p/instances/i/logs?tail=5&follow=true",
        """
        {"at":"2026-11-23T12:00:00Z","stream":"stdout","text":"one"}
        {"at":"2026-11-23T12:00:01Z","stream":"stderr","text":"zwei \\u00fc"}
        """);
    var lines = new ArrayList<LogLine>();

    client.in("p").logs("i", 5, true, lines::add);

    assertThat(lines).extracting(LogLine::text).isEqualTo(List.of("one", "zwei ü"));
  }

  @Test
  void waitsForChangesAMinuteAtMost() {
    api.on("GET /v2/projects/p/changes?since=3&wait=60", "{\"next\":9}");

    assertThat(client.in("p").changes(3, Duration.ofHours(1))).isEqualTo(9);
  }

  @Test
  void toleratesASlashAtTheEndOfTheAddress() {
    api.on("GET /v2/projects", page("one", ""));

    assertThat(Client.at(URI.create(api.address() + "/"), "k").projects()).hasSize(1);
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var nobody = Client.at(URI.create("http://127.0.0.1:" + free), "k");

    assertThatThrownBy(nobody::projects)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Connection refused");
  }
}

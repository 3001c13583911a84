// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.ingress.Wire.Head;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2ClientConfig;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients of HTTP/2 and an app that speaks HTTP/1.1.
@Timeout(60)
class Http2Test {
  private final BlockingQueue<Head> heads = new LinkedBlockingQueue<>();
  private final Vertx vertx = Vertx.vertx();
  private Fixture fixture;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    fixture = new Fixture();
    client =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientConfig()
                    .setVersions(HttpVersion.HTTP_2)
                    .setHttp2Config(new Http2ClientConfig().setClearTextUpgrade(false)))
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
    fixture.close();
  }

  @Test
  void theAppSeesAnOrdinaryRequest() throws Exception {
    fixture.shop(this::hello);
    var request = request(HttpMethod.GET, "/a?b=c");
    request.headers().add("cookie", "a=1").add("cookie", "b=2").add("te", "trailers");
    assertThat(text(request.send())).isEqualTo("hello");
    Head seen = heads.take();
    assertThat(seen.start()).isEqualTo("GET /a?b=c HTTP/1.1");
    assertThat(seen.all("host")).containsExactly("shop.test");
    assertThat(seen.all("cookie")).containsExactly("a=1; b=2");
    assertThat(seen.all("te")).isEmpty();
    assertThat(seen.all("transfer-encoding")).isEmpty();
    assertThat(seen.all("x-forwarded-host")).containsExactly("shop.test");
    assertThat(seen.lines()).noneMatch(line -> line.startsWith(":"));
  }

  @Test
  void aBodyWithoutLengthGoesInChunks() throws Exception {
    fixture.shop(wire -> {
      Head head = wire.head();
      String body = wire.body(head);
      wire.send("HTTP/1.1 200 OK\nContent-Length: " + body.length() + "\n\n" + body);
    });
    var request = request(HttpMethod.POST, "/");
    var answer = request.response().compose(HttpClientResponse::body);
    await(request.writeHead());
    await(request.write("abc"));
    await(request.end("def"));
    assertThat(await(answer)).hasToString("abcdef");
  }

  @Test
  void anAppThatAnswersInChunksMayAddTrailers() throws Exception {
    fixture.shop(wire -> {
      wire.head();
      wire.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nConnection: x\nX: y\n\n");
      wire.send("3\nabc\n0\nsum: 6\n\n");
    });
    var sent = request(HttpMethod.GET, "/").send();
    assertThat(whole(sent)).hasToString("abc");
    var answer = await(sent);
    assertThat(answer.getTrailer("sum")).isEqualTo("6");
    assertThat(answer.headers().names()).doesNotContain("transfer-encoding", "connection", "x");
  }

  @Test
  void anAppThatHangsUpEndsThatRequestOnly() throws Exception {
    fixture.shop(wire -> {
      if (wire.head().start().contains("/bad")) {
        wire.send("HTTP/1.1 200 OK\nContent-Length: 10\n\nabc");
      } else {
        wire.send("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello");
      }
    });
    var bad = request(HttpMethod.GET, "/bad").send();
    assertThatThrownBy(() -> whole(bad)).hasRootCauseInstanceOf(StreamResetException.class);
    assertThat(text(request(HttpMethod.GET, "/").send())).isEqualTo("hello");
  }

  @Test
  void aClientThatGoesIsHeardByTheApp() throws Exception {
    var ended = new LinkedBlockingQueue<Boolean>();
    fixture.shop(wire -> {
      wire.head();
      wire.send("HTTP/1.1 200 OK\nContent-Length: 10\n\nabc");
      try {
        ended.add(wire.isEnded());
      } catch (IOException reset) {
        ended.add(true);
      }
    });
    var request = request(HttpMethod.GET, "/");
    await(request.send());
    await(request.reset());
    assertThat(ended.take()).isTrue();
  }

  @Test
  void aSlowClientOfOneStreamDoesNotHoldUpAnother() throws Exception {
    fixture.shop(wire -> {
      boolean big = wire.head().start().contains("/big");
      byte[] body = new byte[big ? 5_000_000 : 5];
      wire.send("HTTP/1.1 200 OK\nContent-Length: " + body.length + "\n\n").send(body);
    });
    var slow = await(request(HttpMethod.GET, "/big").send().onSuccess(answer -> answer.pause()));
    assertThat(whole(request(HttpMethod.GET, "/small").send()).length()).isEqualTo(5);
    var rest = slow.body();
    slow.resume();
    assertThat(await(rest).length()).isEqualTo(5_000_000);
  }

  @Test
  void aGetMayHaveABodyIfItTellsItsLength() throws Exception {
    fixture.shop(wire -> {
      String body = wire.body(wire.head());
      wire.send("HTTP/1.1 200 OK\nContent-Length: " + body.length() + "\n\n" + body);
    });
    assertThat(text(request(HttpMethod.GET, "/").send("query"))).isEqualTo("query");
  }

  @Test
  void aGetWithABodyThatItDidNotTellIsCutOff() throws Exception {
    fixture.shop(wire -> {
      wire.head();
      wire.isEnded();
    });
    var request = request(HttpMethod.GET, "/");
    var answer = request.response();
    await(request.writeHead());
    await(request.end("query"));
    assertThatThrownBy(() -> await(answer)).hasRootCauseInstanceOf(StreamResetException.class);
  }

  @Test
  void manyRequestsAtOnceAreAnswered() throws Exception {
    fixture.shop(this::hello);
    var answers = new ArrayList<Future<String>>();
    for (int i = 0; i < 300; i++) {
      answers.add(
          request(HttpMethod.GET, "/" + i)
              .send()
              .compose(answer -> answer.body().map(Buffer::toString)));
    }
    for (var answer : answers) {
      assertThat(await(answer)).isEqualTo("hello");
    }
  }

  /// As clients do by themselves that prefer HTTP/2, such as Java's.
  @Test
  void aClientMayChangeToHttp2OnTheWay() throws Exception {
    fixture.shop(wire -> {
      while (true) {
        String body = wire.body(wire.head());
        wire.send("HTTP/1.1 200 OK\nContent-Length: " + body.length() + "\n\n" + body);
      }
    });
    var url = URI.create("http://127.0.0.1:" + fixture.ingress.address().getPort() + "/");
    try (var plain = java.net.http.HttpClient.newHttpClient()) {
      for (String body : List.of("", "short", "x".repeat(1_000_000))) {
        var answer =
            plain.send(
                HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
      }
    }
    try (var plain = java.net.http.HttpClient.newHttpClient()) {
      var big = BodyPublishers.ofString("x".repeat(1_000_000));
      var answer =
          plain.send(HttpRequest.newBuilder(url).POST(big).build(), BodyHandlers.ofString());
      assertThat(answer.body()).hasSize(1_000_000);
    }
  }

  private void hello(Wire wire) throws IOException {
    while (true) {
      heads.add(wire.head());
      wire.send("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello");
    }
  }

  private HttpClientRequest request(HttpMethod method, String uri) throws Exception {
    var options =
        new RequestOptions()
            .setServer(SocketAddress.inetSocketAddress(fixture.ingress.address()))
            .setHost("shop.test")
            .setPort(80)
            .setMethod(method)
            .setURI(uri);
    return await(client.request(options));
  }

  private static String text(Future<HttpClientResponse> answer) throws Exception {
    return whole(answer).toString();
  }

  /// Asks for the body before it comes, on the event loop.
  private static Buffer whole(Future<HttpClientResponse> answer) throws Exception {
    return await(answer.compose(HttpClientResponse::body));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.ingress.Wire.Head;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebSocketTest {
  private static final String UPGRADE =
      """
      GET /chat HTTP/1.1
      Host: shop.test
      Connection: keep-alive, Upgrade
      Upgrade: websocket
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13

      """;
  private static final String SWITCHING =
      """
      HTTP/1.1 101 Switching Protocols
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

      """;

  private Fixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new Fixture();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @Test
  void messagesComeBackAndSoDoesTheCloseCode() throws Exception {
    Vertx vertx = Vertx.vertx();
    fixture.opened(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
    HttpServer echo =
        vertx
            .createHttpServer()
            .webSocketHandler(socket -> socket.binaryMessageHandler(socket::writeBinaryMessage))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.actualPort());
    fixture.route(new Backend("echo", address, 10, Protocol.HTTP1));

    var heard = new Heard(new ArrayBlockingQueue<>(10), new ArrayBlockingQueue<>(1));
    try (HttpClient client = HttpClient.newHttpClient()) {
      WebSocket socket = connect(client, heard);
      for (int i = 0; i < 500; i++) {
        socket.sendBinary(ByteBuffer.allocate(4).putInt(0, i), true).get();
        assertThat(heard.messages().take()).isEqualTo(i);
      }
      assertThat(fixture.routes.inFlight("echo")).isEqualTo(1);
      socket.sendClose(4321, "enough").get();
      assertThat(heard.codes().take()).isEqualTo(4321);
    }
    Eventually.holds(() -> fixture.routes.drained("echo"));
  }

  @Test
  void theUpgradeIsPassedOnBothWays() throws Exception {
    fixture.shop(wire -> {
      Head head = wire.head();
      assertThat(head.header("Connection")).isEqualToIgnoringCase("upgrade");
      assertThat(head.header("Upgrade")).isEqualTo("websocket");
      assertThat(head.header("Sec-WebSocket-Key")).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
      wire.send(SWITCHING + "first");
      assertThat(wire.text(5)).isEqualTo("hello");
      wire.send("goodbye");
    });
    Wire client = fixture.client().send(UPGRADE);
    Head head = client.head();
    assertThat(head.start()).isEqualTo("HTTP/1.1 101 Switching Protocols");
    assertThat(head.header("Connection")).isEqualToIgnoringCase("upgrade");
    assertThat(head.header("Upgrade")).isEqualTo("websocket");
    assertThat(head.header("Sec-WebSocket-Accept")).isNotEmpty();
    assertThat(client.text(5)).isEqualTo("first");
    client.send("hello");
    assertThat(client.text(7)).isEqualTo("goodbye");
    assertThat(client.isEnded()).isTrue();
    Eventually.holds(() -> fixture.routes.drained("shop"));
  }

  @Test
  void theInstanceHearsThatTheClientHungUp() throws Exception {
    var hungUp = new CountDownLatch(1);
    fixture.shop(wire -> {
      wire.head();
      wire.send(SWITCHING);
      assertThat(wire.isEnded()).isTrue();
      hungUp.countDown();
    });
    Wire client = fixture.client().send(UPGRADE);
    client.head();
    client.close();
    assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
    Eventually.holds(() -> fixture.routes.drained("shop"));
  }

  @Test
  void aRefusedUpgradeIsAnOrdinaryAnswer() throws Exception {
    fixture.shop(wire -> FakeApp.answerAll(wire, "no sockets here"));
    Wire client = fixture.client().send(UPGRADE);
    assertThat(client.body(client.head())).isEqualTo("no sockets here");
    client.send("GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(client.body(client.head())).isEqualTo("no sockets here");
  }

  private WebSocket connect(HttpClient client, Heard heard) throws Exception {
    int port = fixture.ingress.address().getPort();
    return client
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), heard)
        .get();
  }

  private record Heard(BlockingQueue<Integer> messages, BlockingQueue<Integer> codes)
      implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      messages.add(data.getInt());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      codes.add(code);
      return null;
    }
  }
}

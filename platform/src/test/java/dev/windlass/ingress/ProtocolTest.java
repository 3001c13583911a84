// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.ingress.Wire.Head;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProtocolTest {
  private final BlockingQueue<Head> seen = new ArrayBlockingQueue<>(100);
  private final BlockingQueue<String> bodies = new ArrayBlockingQueue<>(100);
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
  void theInstanceLearnsWhoAsked() throws Exception {
    answering("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    ask("GET /a HTTP/1.1\nHost: shop.test:7080\nX-Forwarded-For: 10.0.0.9\n\n");
    Head head = seen.take();
    assertThat(head.all("Host")).containsExactly("shop.test:7080");
    assertThat(head.all("X-Forwarded-For")).containsExactly("10.0.0.9, 127.0.0.1");
    assertThat(head.all("X-Forwarded-Proto")).containsExactly("http");
    assertThat(head.all("X-Forwarded-Host")).containsExactly("shop.test:7080");
    assertThat(head.all("Forwarded"))
        .containsExactly("for=127.0.0.1;host=\"shop.test:7080\";proto=http");
  }

  @Test
  void aFrontThatEndsTlsIsBelieved() throws Exception {
    answering("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    ask("GET / HTTP/1.1\nHost: shop.test\nX-Forwarded-Proto: https\n\n");
    assertThat(seen.take().all("X-Forwarded-Proto")).containsExactly("https");
  }

  @Test
  void headersAboutOneConnectionStayBehind() throws Exception {
    answering(
        """
        HTTP/1.1 200 Fine
        Connection: keep-alive, X-Mine
        Keep-Alive: timeout=9
        X-Mine: 1
        Content-Length: 2
        Set-Cookie: a=1
        Set-Cookie: b=2
        Server: shop

        ok\
        """);
    Head answer =
        ask(
            """
            GET / HTTP/1.1
            Host: shop.test
            Connection: keep-alive, X-Hop, Host
            X-Hop: 1
            Keep-Alive: 5
            TE: trailers
            Proxy-Authorization: Basic x
            Upgrade: irc/6.9
            HTTP2-Settings: AAA
            Accept: a
            Accept: b
            Cookie: c=3

            """);
    Head head = seen.take();
    assertThat(head.lines().toString().toLowerCase(Locale.ROOT))
        .doesNotContain("x-hop", "keep-alive", "te:", "proxy-auth", "upgrade", "http2-settings");
    assertThat(head.all("Accept")).containsExactly("a", "b");
    assertThat(head.all("Cookie")).containsExactly("c=3");
    assertThat(head.all("Host")).containsExactly("shop.test");
    assertThat(answer.start()).isEqualTo("HTTP/1.1 200 Fine");
    assertThat(answer.all("Set-Cookie")).containsExactly("a=1", "b=2");
    assertThat(answer.all("X-Mine")).isEmpty();
    assertThat(answer.all("Keep-Alive")).isEmpty();
    assertThat(answer.all("Server")).containsExactly("shop");
  }

  @Test
  void bodiesKeepTheirFraming() throws Exception {
    answering("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n2\nde\n0\n\n");
    Wire client = fixture.client();
    client.send("POST / HTTP/1.1\nHost: shop.test\nTransfer-Encoding: chunked\n\n4\nwxyz\n0\n\n");
    Head chunked = client.head();
    assertThat(chunked.header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(client.body(chunked)).isEqualTo("abcde");
    assertThat(seen.take().header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(bodies.take()).isEqualTo("wxyz");

    client.send("POST / HTTP/1.1\nHost: shop.test\nContent-Length: 3\n\nxyz");
    assertThat(client.body(client.head())).isEqualTo("abcde");
    Head sized = seen.take();
    assertThat(sized.all("Content-Length")).containsExactly("3");
    assertThat(sized.all("Transfer-Encoding")).isEmpty();
    assertThat(bodies.take()).isEqualTo("xyz");
  }

  @Test
  void trailersArrive() throws Exception {
    answering("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\na\n0\nX-Sum: 42\n\n");
    Wire client = fixture.client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    client.head();
    assertThat(client.chunk()).isEqualTo("a");
    assertThat(client.line()).isEqualTo("0");
    assertThat(client.line()).isEqualToIgnoringCase("X-Sum: 42");
  }

  @Test
  void anAnswerThatEndsWithItsConnectionBecomesChunks() throws Exception {
    fixture.shop(wire -> {
      wire.head();
      wire.send("HTTP/1.1 200 OK\nConnection: close\n\nall of it");
    });
    Wire client = fixture.client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(client.body(client.head())).isEqualTo("all of it");
    client.send("GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(client.body(client.head())).isEqualTo("all of it");
  }

  @Test
  void anOldClientGetsAnAnswerThatEndsWithItsConnection() throws Exception {
    answering("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n");
    Wire client = fixture.client().send("GET / HTTP/1.0\nHost: shop.test\n\n");
    Head head = client.head();
    assertThat(head.all("Transfer-Encoding")).isEmpty();
    assertThat(client.text(3)).isEqualTo("abc");
    assertThat(client.isEnded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"204 No Content\n\n", "304 Not Modified\nETag: x\n\n", "304 Old\nETag: x\n\n"})
  void answersWithoutBodyKeepTheConnectionInStep(String answer) throws Exception {
    answering("HTTP/1.1 " + answer);
    Wire client = fixture.client();
    for (int i = 0; i < 3; i++) {
      Head head = client.send("GET / HTTP/1.1\nHost: shop.test\n\n").head();
      assertThat(head.start()).startsWith("HTTP/1.1 " + answer.substring(0, 3));
      assertThat(head.all("Content-Length")).isEmpty();
      assertThat(head.all("Transfer-Encoding")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 1234\n", ""})
  void headAnswersKeepTheirLengthAndHaveNoBody(String length) throws Exception {
    answering("HTTP/1.1 200 OK\n" + length + "\n");
    Wire client = fixture.client();
    for (int i = 0; i < 3; i++) {
      Head head = client.send("HEAD / HTTP/1.1\nHost: shop.test\n\n").head();
      assertThat(head.header("Content-Length")).isEqualTo(length.isEmpty() ? "" : "1234");
    }
  }

  @Test
  void theInstanceDecidesAboutContinue() throws Exception {
    fixture.shop(wire -> {
      Head head = wire.head();
      assertThat(head.header("Expect")).isEqualTo("100-continue");
      wire.send("HTTP/1.1 100 Continue\n\n");
      String body = wire.body(head);
      wire.send("HTTP/1.1 200 OK\nContent-Length: " + body.length() + "\n\n" + body);
    });
    Wire client = fixture.client();
    client.send("PUT / HTTP/1.1\nHost: shop.test\nExpect: 100-continue\nContent-Length: 5\n\n");
    assertThat(client.head().start()).isEqualTo("HTTP/1.1 100 Continue");
    client.send("hello");
    assertThat(client.body(client.head())).isEqualTo("hello");
  }

  @Test
  void theInstanceMayRefuseABodyUnseen() throws Exception {
    fixture.shop(wire -> {
      wire.head();
      wire.send("HTTP/1.1 413 Too Large\nContent-Length: 2\n\nno");
      wire.isEnded();
    });
    Wire client = fixture.client();
    client.send("PUT / HTTP/1.1\nHost: shop.test\nExpect: 100-continue\nContent-Length: 500\n\n");
    Head head = client.head();
    assertThat(head.start()).isEqualTo("HTTP/1.1 413 Too Large");
    assertThat(head.header("Connection")).isEqualTo("close");
    assertThat(client.body(head)).isEqualTo("no");
    assertThat(client.isEnded()).isTrue();
  }

  @Test
  void anAnswerBeforeTheEndOfTheBodyIsPassedOn() throws Exception {
    fixture.shop(wire -> {
      wire.head();
      wire.send("HTTP/1.1 403 Forbidden\nContent-Length: 2\n\nno");
      wire.isEnded();
    });
    Wire client = fixture.client();
    client.send("PUT / HTTP/1.1\nHost: shop.test\nContent-Length: 1000\n\nstart");
    assertThat(client.body(client.head())).isEqualTo("no");
    client.send(new byte[995]);
    client.send("GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(client.head().start()).isEqualTo("HTTP/1.1 403 Forbidden");
  }

  @Test
  void earlyHintsArriveEarly() throws Exception {
    answering("HTTP/1.1 103 Early Hints\nLink: </a.css>\n\nHTTP/1.1 200 OK\nContent-Length: 0\n\n");
    Wire client = fixture.client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(client.head().header("Link")).isEqualTo("</a.css>");
    assertThat(client.head().start()).isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void anAnswerThatBreaksOffIsBrokenOff() throws Exception {
    fixture.shop(wire -> {
      wire.head();
      wire.send("HTTP/1.1 200 OK\nContent-Length: 100\n\nhalf");
    });
    Wire client = fixture.client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    client.head();
    assertThat(client.text(4)).isEqualTo("half");
    assertThat(client.isEnded()).isTrue();
  }

  @Test
  void requestsInOneGoAreAnsweredInOrder() throws Exception {
    fixture.shop(wire -> {
      while (true) {
        String path = wire.head().start().split(" ", 3)[1];
        wire.send("HTTP/1.1 200 OK\nContent-Length: 2\n\n" + path);
      }
    });
    Wire client = fixture.client();
    client.send(request(1) + request(2) + request(3));
    for (int i = 1; i <= 3; i++) {
      assertThat(client.body(client.head())).isEqualTo("/" + i);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n",
        "Transfer-Encoding: chunked\nContent-Length: 5\n\n0\n\n",
        "Transfer-Encoding: gzip, chunked\n\n0\n\n",
        "Transfer-Encoding: xchunked\n\n0\n\n",
        "Transfer-Encoding: chunked\nTransfer-Encoding: identity\n\n0\n\n",
        "Transfer-Encoding : chunked\n\n0\n\n",
        "Transfer-Encoding:\u000bchunked\n\n0\n\n",
        " Transfer-Encoding: chunked\n\n0\n\n",
        "Content-Length: 5\nContent-Length: 6\n\nabcdef",
        "Content-Length: 5, 6\n\nabcdef",
        "Content-Length: +5\n\nabcde",
        "Content-Length: 0x5\n\nabcde",
        "Content-Length: -1\n\n",
        "Host: other.test\n\n",
        "Host: shop.test@other.test\n\n",
        "X-A: a\u0000b\n\n",
        "X A: b\n\n",
      })
  void aRequestThatCouldBeReadInTwoWaysIsRefused(String rest) throws Exception {
    answering("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    Wire client = fixture.client().send("POST / HTTP/1.1\nHost: shop.test\n" + rest);
    assertThat(client.head().start()).contains(" 400 ");
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /a\tb HTTP/1.1", "G(T / HTTP/1.1", "GET / HTTP/1.1 HTTP/1.1"})
  void aCrookedFirstLineIsRefused(String line) throws Exception {
    answering("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    Wire client = fixture.client().send(line + "\nHost: shop.test\n\n");
    assertThat(client.head().start()).contains(" 400 ");
    assertThat(seen).isEmpty();
  }

  @Test
  void aHeadThatIsTooLongIsRefused() throws Exception {
    answering("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    Wire client = fixture.client();
    client.send("GET / HTTP/1.1\nHost: shop.test\nX-Long: " + "x".repeat(40_000) + "\n\n");
    assertThat(client.head().start()).contains(" 431 ");
  }

  @Test
  void connectIsRefused() throws Exception {
    assertThat(ask("CONNECT shop.test:80 HTTP/1.1\nHost: shop.test:80\n\n").start())
        .startsWith("HTTP/1.1 405");
  }

  private static String request(int number) {
    return "GET /" + number + " HTTP/1.1\nHost: shop.test\n\n";
  }

  private Head ask(String request) throws IOException {
    return fixture.client().send(request).head();
  }

  private void answering(String answer) throws IOException {
    fixture.shop(wire -> {
      while (true) {
        Head head = wire.head();
        bodies.add(wire.body(head));
        seen.add(head);
        wire.send(answer);
      }
    });
  }
}

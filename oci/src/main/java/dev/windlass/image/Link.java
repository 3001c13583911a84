// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/// One connection to a server, over which one request at a time is made. For one thread at a time.
final class Link {
  private static final Http1Config HTTP =
      Http1Config.custom()
          .setBufferSize(16 << 10)
          .setMaxLineLength(16 << 10)
          .setMaxHeaderCount(200)
          .build();

  private static final int OK = 200; // below are notices, such as 103 Early Hints
  private static final int MOST_NOTICES = 8;

  private final String server;
  private final DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(HTTP);
  private boolean reusable;

  private Link(String server) {
    this.server = server;
  }

  /// Over a connection that is open. It is closed with this.
  static Link over(URI address, Socket socket, Duration silence) throws IOException {
    var link = new Link(Addresses.server(address));
    link.http.bind(socket);
    link.http.setSocketTimeout(timeout(silence));
    return link;
  }

  static Link over(URI address, SSLSocket safe, Socket socket, Duration silence)
      throws IOException {
    var link = new Link(Addresses.server(address));
    link.http.bind(safe, socket);
    link.http.setSocketTimeout(timeout(silence));
    return link;
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(duration.toMillis());
  }

  /// Who is at the other end: `https://icr.io:443`.
  String server() {
    return server;
  }

  /// Asks, and waits for the head of the answer.
  ClassicHttpResponse ask(Ask ask, Optional<Secret> authorization)
      throws IOException, HttpException {
    reusable = false;
    var request = request(ask, authorization);
    http.sendRequestHeader(request);
    http.sendRequestEntity(request);
    http.flush();
    var answer = head();
    if (MessageSupport.canResponseHaveBody(ask.method(), answer)) {
      http.receiveResponseEntity(answer);
    }
    reusable =
        DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
            request, answer, HttpCoreContext.create());
    return answer;
  }

  /// Of the answer itself: some say that it is to come first.
  private ClassicHttpResponse head() throws IOException, HttpException {
    for (int i = 0; i <= MOST_NOTICES; i++) {
      var head = http.receiveResponseHeader();
      if (head.getCode() >= OK) {
        return head;
      }
    }
    throw new ProtocolException("more than %d answers that are none yet".formatted(MOST_NOTICES));
  }

  private static ClassicHttpRequest request(Ask ask, Optional<Secret> authorization) {
    var request = new BasicClassicHttpRequest(ask.method(), Addresses.target(ask.address()));
    request.setHeader("Host", Addresses.authority(ask.address()));
    request.setHeader("User-Agent", "windlass");
    ask.headers().forEach(request::setHeader);
    authorization.ifPresent(header -> request.setHeader("Authorization", header.reveal()));
    ask.form()
        .map(form -> new ByteArrayEntity(form.reveal().getBytes(UTF_8), ContentType.DEFAULT_TEXT))
        .ifPresent(form -> {
          request.setHeader("Content-Length", Long.toString(form.getContentLength()));
          request.setEntity(form);
        });
    return request;
  }

  /// Whether another request can follow, once the answer has been read to its end.
  boolean isReusable() {
    return reusable && http.isOpen();
  }

  /// Whether the other end has hung up meanwhile.
  boolean isStale() {
    try {
      return http.isStale();
    } catch (IOException e) {
      return true;
    }
  }

  /// Ends it at once, whoever is waiting for it.
  void drop() {
    reusable = false;
    http.close(CloseMode.IMMEDIATE);
  }
}

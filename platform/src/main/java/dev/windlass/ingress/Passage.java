// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.Pipe;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request and its answer on one connection to a backend. Bodies flow as they come, in both
/// directions at once, and no faster than the slower side takes them.
final class Passage {
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE,
          HttpMethod.PUT,
          HttpMethod.DELETE);

  /// RFC 9113, 7.
  private static final long INTERNAL_ERROR = 0x2;

  private static final int NO_PORT = -1;

  /// Methods whose requests have a body only if they tell its length.
  private static final Set<HttpMethod> WITHOUT_BODY =
      Set.of(
          HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE, HttpMethod.DELETE);

  private final Parts parts;
  private final Witnessed witnessed;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Target target;
  private final HttpClientRequest outgoing;
  private final Exchange exchange;
  private final boolean hasBody;
  private final boolean mayResend;

  private @Nullable Pipe<Buffer> upload;
  private boolean uploaded;
  private boolean downloaded;

  Passage(
      Parts parts,
      Witnessed witnessed,
      Target target,
      HttpClientRequest outgoing,
      Exchange exchange) {
    this.parts = parts;
    this.witnessed = witnessed;
    this.request = witnessed.request();
    this.response = request.response();
    this.target = target;
    this.outgoing = outgoing;
    this.exchange = exchange;
    this.hasBody = hasBody(request);
    boolean used = parts.pools().wasUsed(outgoing.connection());
    this.mayResend = used && !hasBody && IDEMPOTENT.contains(request.method());
  }

  void begin() {
    sendHead();
    outgoing.response().onSuccess(this::answer).onFailure(e -> exchange.died(e, mayResend));
    if (isUpgrade(request)) {
      Hops.passUpgrade(request.headers(), outgoing.headers());
      var _ = outgoing.connect();
    } else if (!hasBody) {
      uploaded = true;
      var _ = outgoing.end();
    } else {
      upload();
    }
  }

  /// The exchange is over. If the backend still works on it, hanging up tells it to stop.
  void abandon() {
    if (upload != null && !uploaded) {
      upload.close();
    }
    if (!uploaded || !downloaded) {
      var _ = outgoing.reset();
    }
  }

  private void sendHead() {
    outgoing.exceptionHandler(_ -> {}); // the future of the response fails as well
    outgoing.earlyHintsHandler(response::writeEarlyHints);
    MultiMap headers = outgoing.headers();
    Hops.pass(request.headers(), headers);
    Hops.joinCookies(headers);
    witnessed.trace().forEach(headers::set);
    Hops.addForwarded(
        headers,
        request.remoteAddress().hostAddress(),
        target.authority(),
        request.isSSL() ? "https" : "http");
    if (outgoing.version() == HttpVersion.HTTP_2) {
      Hops.passTrailers(request.headers(), headers);
      headers.remove(HttpHeaders.HOST);
      outgoing.authority(HostAndPort.parseAuthority(target.authority(), NO_PORT));
    }
    outgoing.setChunked(hasBody && !headers.contains(HttpHeaders.CONTENT_LENGTH));
  }

  /// The head goes ahead of the body, as either side may wait for the other to speak first.
  private void upload() {
    boolean waits = request.headers().contains(HttpHeaders.EXPECT);
    if (waits) {
      outgoing.continueHandler(_ -> response.writeContinue().onSuccess(_ -> uploadBody()));
    }
    var _ = outgoing.writeHead();
    if (!waits) {
      uploadBody();
    }
  }

  /// A failure to upload is not the end: a backend may answer without having read everything.
  private void uploadBody() {
    upload = request.pipe().endOnFailure(false);
    upload.to(outgoing).onSuccess(_ -> uploaded = true);
  }

  private void answer(HttpClientResponse incoming) {
    exchange.answered();
    answerHead(incoming);
    if (incoming.statusCode() == 101) {
      incoming.netSocket().pause();
      Hops.passUpgrade(incoming.headers(), response.headers());
      request.toNetSocket().onSuccess(client -> tunnel(client, incoming.netSocket()));
    } else {
      answerBody(incoming);
    }
  }

  private void tunnel(NetSocket client, NetSocket backend) {
    uploaded = true;
    downloaded = true;
    Tunnel.join(client, backend, exchange::finish);
  }

  private void answerHead(HttpClientResponse incoming) {
    response.setStatusCode(incoming.statusCode());
    if (!incoming.statusMessage().equals(response.getStatusMessage())) {
      response.setStatusMessage(incoming.statusMessage());
    }
    Hops.pass(incoming.headers(), response.headers());
    if (!uploaded && request.headers().contains(HttpHeaders.EXPECT)) {
      Answers.closeAfter(request);
    }
  }

  private void answerBody(HttpClientResponse incoming) {
    boolean endless = !incoming.headers().contains(HttpHeaders.CONTENT_LENGTH);
    if (endless && hasBody(incoming)) {
      response.setChunked(true);
    }
    if (hasBody(incoming)) {
      parts.vertx().runOnContext(_ -> flushHead());
    } else {
      response.headersEndHandler(_ -> dropMadeUpLength(endless));
    }
    incoming
        .pipe()
        .endOnComplete(false)
        .to(response)
        .onComplete(_ -> EndOfConnection.delivered(outgoing.connection()))
        .onSuccess(_ -> answered(incoming))
        .onFailure(this::brokenOff);
  }

  /// Sends the head before there is a body to send it with, for event streams and the like. One
  /// turn of the loop later, so that a body that came along with the head goes out along with it
  /// too.
  private void flushHead() {
    boolean framed =
        response.isChunked()
            || response.headers().contains(HttpHeaders.CONTENT_LENGTH)
            || isHttp2(request);
    if (framed && !response.headWritten() && !response.ended() && !response.closed()) {
      var _ = response.writeHead();
    }
  }

  private void dropMadeUpLength(boolean hadNone) {
    if (hadNone) {
      response.headers().remove(HttpHeaders.CONTENT_LENGTH);
    }
  }

  private void answered(HttpClientResponse incoming) {
    downloaded = true;
    boolean trailed = response.isChunked() || isHttp2(request);
    if (trailed && !incoming.trailers().isEmpty()) { // even asking for ours makes a second head
      response.trailers().addAll(incoming.trailers());
    }
    if (!response.closed()) {
      var _ = response.end();
    }
    exchange.finish();
    Answers.discardBody(request);
  }

  /// The backend ended in the middle. Hanging up is the only way to tell the client; over HTTP/2 on
  /// this one stream, with the backend's own code if it gave one.
  private void brokenOff(Throwable cause) {
    var _ = response.reset(cause instanceof StreamResetException e ? e.getCode() : INTERNAL_ERROR);
    exchange.finish();
  }

  /// Over which protocol a request has to reach this backend.
  static Protocol protocol(HttpServerRequest request, Backend backend) {
    if (isUpgrade(request)) {
      return Protocol.HTTP1;
    }
    return isGrpc(request) ? Protocol.H2C : backend.protocol();
  }

  /// gRPC is HTTP/2 and nothing else, so a backend that is asked for it speaks HTTP/2.
  private static boolean isGrpc(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return isHttp2(request) && type != null && type.startsWith("application/grpc");
  }

  private static boolean isHttp2(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2;
  }

  static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      return Long.parseLong(length) > 0;
    }
    return isHttp2(request)
        ? !WITHOUT_BODY.contains(request.method())
        : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private boolean hasBody(HttpClientResponse incoming) {
    int status = incoming.statusCode();
    return !request.method().equals(HttpMethod.HEAD) && status != 204 && status != 304;
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && request.method().equals(HttpMethod.GET)
        && request.headers().contains(HttpHeaders.UPGRADE)
        && Hops.named(request.headers()).contains("upgrade")
        && !request.headers().contains(HttpHeaders.UPGRADE, "h2c", true);
  }
}

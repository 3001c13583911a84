// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Accepts connections on one event loop. Several doors share the address, so that every core
/// works.
final class Door extends VerticleBase {
  /// Requests that one connection of HTTP/2 may have at a time, which is what nginx has.
  private static final int STREAMS = 128;

  /// RFC 9113, 7.
  private static final long PROTOCOL_ERROR = 0x1;

  private final Parts parts;
  private final SocketAddress listen;
  private final Entrance entrance;
  private final AtomicInteger port;

  /// Writes the port that it listens on into `port`.
  Door(Parts parts, SocketAddress listen, Entrance entrance, AtomicInteger port) {
    this.parts = parts;
    this.listen = listen;
    this.entrance = entrance;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    HttpServer server = server();
    return server
        .requestHandler(this::serve)
        .listen(listen)
        .onSuccess(listening -> port.set(listening.actualPort()));
  }

  private HttpServer server() {
    return entrance
        .keys()
        .map(own ->
            vertx
                .httpServerBuilder()
                .with(served())
                .with(new ServerSSLOptions().setKeyCertOptions(KeyCertOptions.wrap(own)))
                .with(
                    new JdkSSLEngineOptions().setUseWorkerThread(true)) // it may make a certificate
                .build())
        .orElseGet(() -> vertx.createHttpServer(served()));
  }

  private HttpServerConfig served() {
    var limits = parts.limits();
    var http1 =
        new Http1ServerConfig()
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxInitialLineLength(limits.headerBytes())
            .setMaxChunkSize(Ingress.CHUNK_BYTES);
    var http2 =
        new Http2ServerConfig()
            .setConnectionWindowSize(Ingress.WINDOW_BYTES)
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(STREAMS)
                    .setMaxHeaderListSize(limits.headerBytes()));
    return new HttpServerConfig()
        .setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
        .setHttp1Config(http1)
        .setHttp2Config(http2)
        .setIdleTimeout(limits.idle());
  }

  private void serve(HttpServerRequest request) {
    var witnessed = Witnessed.by(parts.witnesses(), request);
    var doubt = Framing.doubt(request);
    if (doubt.isPresent()) {
      Answers.closeAfter(request);
      refuse(Refusal.doubtful(doubt.get()), witnessed);
    } else if (request.method().equals(HttpMethod.CONNECT)) {
      refuse(Refusal.tunnel(), witnessed);
    } else {
      route(witnessed);
    }
  }

  private static void refuse(Refusal refusal, Witnessed witnessed) {
    Answers.send(refusal, witnessed.request());
    witnessed.refused();
  }

  private void route(Witnessed witnessed) {
    var request = witnessed.request();
    var authority = Optional.ofNullable(request.authority()).map(Object::toString);
    var host = Optional.ofNullable(request.getHeader(HttpHeaders.HOST)).or(() -> authority);
    var target = Target.of(request.uri(), host);
    if (target.isEmpty()) {
      refuse(Refusal.nowhere(), witnessed);
      return;
    }
    if (Passage.hasBody(request)) {
      request.pause();
    } else {
      // Over HTTP/2 nothing says beforehand that a body, which is not there by custom, will come.
      request.handler(body -> cutOff(request, body));
    }
    var zone = entrance.zone().apply(request.remoteAddress().hostAddress());
    new Exchange(parts, context, witnessed, target.get(), zone).begin();
  }

  private static void cutOff(HttpServerRequest request, Buffer body) {
    if (body.length() > 0) {
      var _ = request.response().reset(PROTOCOL_ERROR);
    }
  }
}

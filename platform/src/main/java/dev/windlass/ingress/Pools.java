// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.Http2ClientConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The open connections to backends: a pool for each, closed once the backend has left the routes
/// and finished its work.
final class Pools implements Watcher {
  private final Map<Line, HttpClient> pools = new ConcurrentHashMap<>();
  private final Set<HttpConnection> unused = ConcurrentHashMap.newKeySet();
  private final Vertx vertx;
  private final IngressLimits limits;

  Pools(Vertx vertx, IngressLimits limits) {
    this.vertx = vertx;
    this.limits = limits;
  }

  private record Line(Backend backend, Protocol protocol) {}

  /// A request on a free connection, or a failure before anything was sent.
  Future<HttpClientRequest> request(
      Backend backend, Protocol protocol, HttpMethod method, String uri) {
    var address = backend.address();
    var options =
        new RequestOptions()
            .setServer(SocketAddress.inetSocketAddress(address))
            .setHost(address.getHostString())
            .setPort(address.getPort())
            .setMethod(method)
            .setURI(uri);
    return pools.computeIfAbsent(new Line(backend, protocol), this::open).request(options);
  }

  /// Whether the connection served a request before. Only those can turn out to be closed by a
  /// backend that was tired of waiting. Asked once for each request.
  boolean wasUsed(HttpConnection connection) {
    return !unused.remove(connection);
  }

  @Override
  public void waiting(String host) {}

  @Override
  public void drained(Backend backend) {
    for (var protocol : Protocol.values()) {
      HttpClient pool = pools.remove(new Line(backend, protocol));
      if (pool != null) {
        var _ = pool.close();
      }
    }
  }

  /// Never more connections at work than requests that the backend may have.
  private HttpClient open(Line line) {
    var config =
        switch (line.protocol()) {
          case HTTP1 -> http1();
          case H2C -> h2c(line.backend().concurrency());
        };
    return vertx
        .httpClientBuilder()
        .with(config.setConnectTimeout(limits.connect()))
        .with(new PoolOptions().setHttp1MaxSize(line.backend().concurrency()).setHttp2MaxSize(1))
        .withConnectHandler(this::opened)
        .build();
  }

  private HttpClientConfig http1() {
    var http1 =
        new Http1ClientConfig()
            .setKeepAliveTimeout(limits.keepAlive())
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxInitialLineLength(limits.headerBytes())
            .setMaxChunkSize(Ingress.CHUNK_BYTES);
    return new HttpClientConfig().setVersions(HttpVersion.HTTP_1_1).setHttp1Config(http1);
  }

  private HttpClientConfig h2c(int streams) {
    var settings =
        new Http2Settings().setMaxHeaderListSize(limits.headerBytes()).setPushEnabled(false);
    var http2 =
        new Http2ClientConfig()
            .setClearTextUpgrade(false)
            .setMultiplexingLimit(streams)
            .setConnectionWindowSize(Ingress.WINDOW_BYTES)
            .setInitialSettings(settings);
    return new HttpClientConfig().setVersions(HttpVersion.HTTP_2).setHttp2Config(http2);
  }

  private void opened(HttpConnection connection) {
    EndOfConnection.watch(connection);
    unused.add(connection);
    connection.closeHandler(_ -> unused.remove(connection));
  }
}

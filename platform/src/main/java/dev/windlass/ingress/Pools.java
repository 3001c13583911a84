// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static java.util.Objects.requireNonNull;

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

/// The open connections to backends. Those to one that has left the routes are closed once it has
/// finished its work: it may be stopped in the middle, and find afterwards that they are too old.
/// How many requests a backend has at a time is the business of [Seats].
final class Pools implements Watcher {
  /// To one backend. As many as requests that an instance may have at a time, so nothing ever waits
  /// here for a connection.
  private static final int MOST = 1_000;

  private final Map<Protocol, HttpClient> pools;
  private final Set<HttpConnection> unused = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<HttpConnection>> open = new ConcurrentHashMap<>();
  private final Vertx vertx;
  private final IngressLimits limits;

  Pools(Vertx vertx, IngressLimits limits) {
    this.vertx = vertx;
    this.limits = limits;
    this.pools = Map.of(Protocol.HTTP1, open(http1()), Protocol.H2C, open(h2c()));
  }

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
    return requireNonNull(pools.get(protocol)).request(options);
  }

  /// Whether the connection served a request before. Only those can turn out to be closed by a
  /// backend that was tired of waiting. Asked once for each request.
  boolean wasUsed(HttpConnection connection) {
    return !unused.remove(connection);
  }

  @Override
  public void waiting(String way) {}

  @Override
  public void drained(Backend backend) {
    var left = open.remove(place(SocketAddress.inetSocketAddress(backend.address())));
    if (left != null) {
      left.forEach(HttpConnection::close);
    }
  }

  private static String place(SocketAddress address) {
    return address.hostAddress() + " " + address.port();
  }

  private HttpClient open(HttpClientConfig config) {
    return vertx
        .httpClientBuilder()
        .with(config.setConnectTimeout(limits.connect()))
        .with(new PoolOptions().setHttp1MaxSize(MOST).setHttp2MaxSize(1))
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

  private HttpClientConfig h2c() {
    var settings =
        new Http2Settings().setMaxHeaderListSize(limits.headerBytes()).setPushEnabled(false);
    var http2 =
        new Http2ClientConfig()
            .setClearTextUpgrade(false)
            .setConnectionWindowSize(Ingress.WINDOW_BYTES)
            .setInitialSettings(settings);
    return new HttpClientConfig().setVersions(HttpVersion.HTTP_2).setHttp2Config(http2);
  }

  private void opened(HttpConnection connection) {
    EndOfConnection.watch(connection);
    unused.add(connection);
    var place = place(connection.remoteAddress());
    open.compute(
        place,
        (_, all) -> {
          var some = all == null ? ConcurrentHashMap.<HttpConnection>newKeySet() : all;
          some.add(connection);
          return some;
        });
    connection.closeHandler(_ -> closed(place, connection));
  }

  private void closed(String place, HttpConnection connection) {
    unused.remove(connection);
    open.computeIfPresent(
        place,
        (_, all) -> {
          all.remove(connection);
          return all.isEmpty() ? null : all;
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;

/// The way in to the apps: a reverse proxy that finds the app by the host name of a request, waits
/// for it to start if need be, and streams in both directions.
///
/// It knows nothing but its [Routes]. Whoever starts it closes it; requests under way are cut then.
public final class Ingress implements AutoCloseable {
  /// How much of a body is handled at a time.
  static final int CHUNK_BYTES = 64 * 1024;

  /// How much of all bodies on one connection of HTTP/2 may be under way to us.
  static final int WINDOW_BYTES = 1024 * 1024;

  private final Vertx vertx;
  private final InetSocketAddress address;

  private Ingress(Vertx vertx, InetSocketAddress address) {
    this.vertx = vertx;
    this.address = address;
  }

  /// Listens from the return of this call on; port 0 means any free port.
  public static Ingress start(InetSocketAddress listen, Routes routes, IngressLimits limits)
      throws IOException, InterruptedException {
    return start(listen, routes, limits, Optional.empty());
  }

  /// @param keys to speak TLS with; empty for plain HTTP
  public static Ingress start(
      InetSocketAddress listen,
      Routes routes,
      IngressLimits limits,
      Optional<KeyManagerFactory> keys)
      throws IOException, InterruptedException {
    Vertx vertx = vertx();
    try {
      return new Ingress(vertx, open(vertx, listen, routes, limits, keys));
    } catch (IOException | InterruptedException | RuntimeException e) {
      var _ = vertx.close();
      throw e;
    }
  }

  /// Where it listens, with the port that was chosen.
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    try {
      await(vertx.close());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it closes all the same
    } catch (ExecutionException e) {
      throw new IllegalStateException("the ingress did not close", e.getCause());
    }
  }

  private static InetSocketAddress open(
      Vertx vertx,
      InetSocketAddress listen,
      Routes routes,
      IngressLimits limits,
      Optional<KeyManagerFactory> keys)
      throws IOException, InterruptedException {
    var port = new AtomicInteger();
    var doors = new DeploymentOptions().setInstances(eventLoops());
    try {
      await(
          vertx.deployVerticle(
              () -> new Door(parts(vertx, routes, limits), shared(listen), keys, port), doors));
    } catch (ExecutionException e) {
      throw new IOException(cannotListen(listen, e), e);
    }
    return new InetSocketAddress(listen.getAddress(), port.get());
  }

  /// Each door has connections of its own: one that belonged to another event loop would cost each
  /// request two hand-overs.
  private static Parts parts(Vertx vertx, Routes routes, IngressLimits limits) {
    var pools = new Pools(vertx, limits);
    routes.watch(pools);
    return new Parts(vertx, routes, pools, limits);
  }

  private static SocketAddress shared(InetSocketAddress listen) {
    return listen.getPort() == 0
        ? SocketAddress.sharedRandomPort(1, listen.getHostString())
        : SocketAddress.inetSocketAddress(listen);
  }

  private static Vertx vertx() {
    var files =
        new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(eventLoops())
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(files));
  }

  private static int eventLoops() {
    return Math.max(2, Runtime.getRuntime().availableProcessors());
  }

  private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException {
    return future.toCompletionStage().toCompletableFuture().get();
  }

  private static String cannotListen(InetSocketAddress listen, ExecutionException e) {
    return "the ingress cannot listen on "
        + listen
        + "\n  why: "
        + Objects.requireNonNullElse(e.getCause(), e).getMessage()
        + "\n  fix: stop what listens there (`ss -ltnp`), or choose another port";
  }
}

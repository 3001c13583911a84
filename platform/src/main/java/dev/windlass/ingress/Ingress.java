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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

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
  private final List<InetSocketAddress> addresses;
  private final Courier courier;

  private Ingress(Vertx vertx, List<InetSocketAddress> addresses, Courier courier) {
    this.vertx = vertx;
    this.courier = courier;
    this.addresses = List.copyOf(addresses);
  }

  /// With one entrance, for everybody and without TLS.
  public static Ingress start(InetSocketAddress listen, Routes routes, IngressLimits limits)
      throws IOException, InterruptedException {
    return start(List.of(Entrance.open(listen, Optional.empty())), routes, limits, List.of());
  }

  /// Listens from the return of this call on.
  ///
  /// @param witnesses hear of all requests
  public static Ingress start(
      List<Entrance> entrances, Routes routes, IngressLimits limits, List<Witness> witnesses)
      throws IOException, InterruptedException {
    Vertx vertx = vertx();
    Supplier<Parts> parts = () -> parts(vertx, routes, limits, witnesses);
    try {
      var addresses = new ArrayList<InetSocketAddress>();
      for (var entrance : entrances) {
        addresses.add(open(vertx, addresses.size() + 1, entrance, parts));
      }
      return new Ingress(vertx, addresses, new Courier(parts.get()));
    } catch (IOException | InterruptedException | RuntimeException e) {
      var _ = vertx.close();
      throw e;
    }
  }

  /// Where it listens, with the port that was chosen; of the first entrance.
  public InetSocketAddress address() {
    return addresses.getFirst();
  }

  /// The same of each entrance.
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  /// For requests of the engine's own, until it is closed.
  public Courier courier() {
    return courier;
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
      Vertx vertx, int number, Entrance entrance, Supplier<Parts> parts)
      throws IOException, InterruptedException {
    var listen = entrance.listen();
    var port = new AtomicInteger();
    var doors = new DeploymentOptions().setInstances(eventLoops());
    try {
      await(
          vertx.deployVerticle(
              () -> new Door(parts.get(), shared(listen, number), entrance, port), doors));
    } catch (ExecutionException e) {
      throw new IOException(cannotListen(listen, e), e);
    }
    return new InetSocketAddress(listen.getAddress(), port.get());
  }

  /// Each door has connections of its own: one that belonged to another event loop would cost each
  /// request two hand-overs.
  private static Parts parts(
      Vertx vertx, Routes routes, IngressLimits limits, List<Witness> witnesses) {
    var pools = new Pools(vertx, limits);
    routes.watch(pools);
    return new Parts(vertx, routes, pools, limits, List.copyOf(witnesses));
  }

  /// @param number other than those of all other entrances
  private static SocketAddress shared(InetSocketAddress listen, int number) {
    return listen.getPort() == 0
        ? SocketAddress.sharedRandomPort(number, listen.getHostString())
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

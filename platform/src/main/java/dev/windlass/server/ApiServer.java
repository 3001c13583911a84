// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.windlass.engine.Driver;
import dev.windlass.engine.Store;
import dev.windlass.identity.Identity;
import dev.windlass.identity.Keys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// The REST API on a port. Each request has a thread of its own; closing ends those that wait.
public final class ApiServer implements AutoCloseable {
  private static final int BACKLOG = 128;

  private final HttpServer server;
  private final ExecutorService threads;

  private ApiServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /// Listens when it returns. The store and the driver stay the caller's to close, after this.
  ///
  /// @param identity knows who asks
  public static ApiServer start(
      InetSocketAddress listen, Store store, Driver driver, Engine engine, Identity identity)
      throws IOException {
    return start(listen, store, driver, engine, identity, Limits.STANDARD);
  }

  static ApiServer start(
      InetSocketAddress listen,
      Store store,
      Driver driver,
      Engine engine,
      Identity identity,
      Limits limits)
      throws IOException {
    ProjectLife.finish(store);
    System.setProperty("sun.net.httpserver.nodelay", "true"); // read when the first server is made
    HttpServer server = bound(listen, engine.tls());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Site site = Site.of(store, driver, engine, server.getAddress(), limits);
    var routes = routes(site, identity.keys());
    server.createContext("/", new Gate(identity, new Router(routes), site.base()));
    new ContractDesk(new Contract(routes)).listen(server);
    server.createContext(MetricsDesk.PATH, new MetricsDesk(site, identity));
    server.createContext("/identity/token", new TokenDesk(identity));
    server.setExecutor(threads);
    server.start();
    return new ApiServer(server, threads);
  }

  private static HttpServer bound(InetSocketAddress listen, Optional<SSLContext> tls)
      throws IOException {
    if (tls.isEmpty()) {
      return HttpServer.create(listen, BACKLOG);
    }
    var server = HttpsServer.create(listen, BACKLOG);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
    return server;
  }

  static List<Route> routes(Site site, Keys keys) {
    var ours =
        Stream.of(
                new Images(site).routes(),
                new Watching(site).routes(),
                new Examinations(site).routes(),
                new CronSubscriptions(site).routes())
            .flatMap(List::stream)
            .map(Route::ours);
    var all =
        Stream.of(
                new Projects(site).routes(),
                new Apps(site).routes(),
                new Revisions(site).routes(),
                new AppTraffic(site).routes(),
                new Jobs(site).routes(),
                new JobRuns(site).routes(),
                new Secrets(site).routes(),
                new ConfigMaps(site).routes(),
                new OutboundDestinations(site).routes(),
                new DomainMappings(site).routes(),
                new ApiKeys(site, keys).routes(),
                NotBuilt.routes())
            .flatMap(List::stream);
    return Stream.concat(all, ours).toList();
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
    threads.close();
  }
}

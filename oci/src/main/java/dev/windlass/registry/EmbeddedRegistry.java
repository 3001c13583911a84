// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.windlass.registry.management.Management;
import dev.windlass.registry.store.Namespace.Visibility;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.StoreLimits;
import dev.windlass.token.SigningKey;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/// A registry for container images that runs inside this program and keeps what it is given in a
/// folder. Speaks the OCI distribution specification over plain HTTP, one virtual thread per
/// request. One registry per folder.
public final class EmbeddedRegistry implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Store store;
  private final InetSocketAddress address;
  private final Optional<InetSocketAddress> privateAddress;

  /// Where a registry listens; port 0 is any that is free.
  ///
  /// @param open the public address
  /// @param inner the private one, on which pulls are free and that `private-only` leaves open
  /// @param tls how to speak TLS on both; empty for plain HTTP
  public record Listening(
      InetSocketAddress open, Optional<InetSocketAddress> inner, Optional<SSLContext> tls) {
    public Listening(InetSocketAddress open, Optional<InetSocketAddress> inner) {
      this(open, inner, Optional.empty());
    }

    /// Only a public address.
    public static Listening on(InetSocketAddress open) {
      return new Listening(open, Optional.empty());
    }
  }

  /// What tests set to their liking.
  ///
  /// @param remote how much the registries behind caches may ask of us
  record Setting(
      Limits limits,
      StoreLimits storeLimits,
      dev.windlass.image.Limits remote,
      InstantSource clock,
      Consumer<String> changed) {
    static final Setting USUAL =
        new Setting(
            Limits.STANDARD,
            StoreLimits.STANDARD,
            dev.windlass.image.Limits.STANDARD,
            InstantSource.system(),
            _ -> {});

    Setting at(InstantSource other) {
      return new Setting(limits, storeLimits, remote, other, changed);
    }

    Setting telling(Consumer<String> other) {
      return new Setting(limits, storeLimits, remote, clock, other);
    }

    Setting asking(dev.windlass.image.Limits other) {
      return new Setting(limits, storeLimits, other, clock, changed);
    }
  }

  /// Starts serving. The folder is made when it is missing, readable by its owner only.
  public static EmbeddedRegistry start(Path folder, Listening listening, Access access)
      throws IOException {
    return start(folder, listening, access, Setting.USUAL);
  }

  /// The same, and tells of what may mend a pull that failed.
  ///
  /// @param changed is given the name of a repository that got something, and an empty one when the
  ///   rules, the rights or the trash were changed; must not block
  public static EmbeddedRegistry start(
      Path folder, Listening listening, Access access, Consumer<String> changed)
      throws IOException {
    return start(folder, listening, access, Setting.USUAL.telling(changed));
  }

  static EmbeddedRegistry start(Path folder, Listening listening, Access access, Setting setting)
      throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // read when the first server is made
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new EmbeddedRegistry(folder, listening, access, setting);
  }

  private EmbeddedRegistry(Path folder, Listening listening, Access access, Setting setting)
      throws IOException {
    try {
      opened(Lease.of(folder));
      this.store = opened(Store.open(folder, setting.storeLimits(), setting.clock()));
      var cached = opened(Cached.of(store, setting));
      if (store.namespaces().list().isEmpty()) { // nobody has begun with anything yet
        store.account().change(old -> old.with(access.plan(), access.plan().quota()));
      }
      access.privateNamespaces().forEach(name -> store.namespaces().add(name, Visibility.PRIVATE));
      var parts = Parts.of(folder, store, cached, access, setting);
      this.address =
          serve(listening.open(), listening.tls(), parts.front(Side.PUBLIC), parts.management());
      this.privateAddress =
          listening.inner().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  serve(
                      listening.inner().get(),
                      listening.tls(),
                      parts.front(Side.PRIVATE),
                      parts.management()));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// What answers requests, on whichever address.
  private record Parts(
      Store store, Routes routes, Gate gate, Management management, Limits limits) {
    static Parts of(Path folder, Store store, Cached cached, Access access, Setting setting)
        throws IOException {
      var rights = new Rights(access.apiKey(), store);
      var doorman = new Doorman(store, rights);
      var tokens = new Tokens(SigningKey.in(folder, access.apiKey().reveal()), setting.clock());
      var token = new IssueToken(rights, doorman, tokens, setting.limits(), setting.clock());
      return new Parts(
          store,
          Routes.of(store, rights, token, cached, setting.limits(), setting.changed()),
          new Gate(rights, doorman, tokens),
          Management.of(
              store, new Members(rights, doorman, tokens), () -> setting.changed().accept("")),
          setting.limits());
    }

    Front front(Side side) {
      return new Front(routes, gate, limits, () -> store.account().terms().trustedProxies(), side);
    }
  }

  private InetSocketAddress serve(
      InetSocketAddress listen, Optional<SSLContext> tls, Front front, HttpHandler management)
      throws IOException {
    var heads = opened(new Heads(Limits.STANDARD.head()));
    var server = bound(listen, tls);
    open.push(() -> server.stop(0));
    server.setExecutor(heads);
    server.createContext("/", front);
    server.createContext(Management.PATH, heads.timed(management));
    server.start();
    return server.getAddress();
  }

  private static HttpServer bound(InetSocketAddress listen, Optional<SSLContext> tls)
      throws IOException {
    try {
      if (tls.isEmpty()) {
        return HttpServer.create(listen, BACKLOG);
      }
      var server = HttpsServer.create(listen, BACKLOG);
      server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
      return server;
    } catch (BindException e) {
      var told = new BindException(listen.getPort() + ": " + e.getMessage());
      told.initCause(e);
      throw told;
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  /// What it keeps, for tests that need what has no address yet.
  Store store() {
    return store;
  }

  /// Where it listens, with the real port.
  public InetSocketAddress address() {
    return address;
  }

  /// Where it listens for those within.
  public Optional<InetSocketAddress> privateAddress() {
    return privateAddress;
  }

  /// Ends all requests, also those under way.
  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      close(open.pop());
    }
  }

  private static void close(AutoCloseable part) throws IOException {
    try {
      part.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the registry does not end", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;

/// A registry for container images that runs inside this program and keeps what it is given in a
/// folder. Speaks the OCI distribution specification over plain HTTP, one virtual thread per
/// request. One registry per folder.
public final class EmbeddedRegistry implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final Lease lease;
  private final HttpServer server;
  private final Heads heads;

  private EmbeddedRegistry(Lease lease, HttpServer server, Heads heads) {
    this.lease = lease;
    this.server = server;
    this.heads = heads;
  }

  /// Starts serving. The folder is made when it is missing, readable by its owner only; port 0 is
  /// any that is free.
  public static EmbeddedRegistry start(Path folder, InetSocketAddress listen, Access access)
      throws IOException {
    return start(folder, listen, access, InstantSource.system());
  }

  static EmbeddedRegistry start(
      Path folder, InetSocketAddress listen, Access access, InstantSource clock)
      throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // read when the first server is made
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var lease = Lease.of(folder);
    try {
      var server = HttpServer.create(listen, BACKLOG);
      return new EmbeddedRegistry(lease, server, serve(server, front(folder, access, clock)));
    } catch (IOException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private static Front front(Path folder, Access access, InstantSource clock) throws IOException {
    var limits = Limits.STANDARD;
    var store = Store.on(Disk.at(folder), limits, clock);
    var tokens = new Tokens(SigningKey.in(folder, access.apiKey()), clock);
    var token = new IssueToken(access, tokens, limits, clock);
    return new Front(Routes.of(store, access, token), new Gate(access, tokens), limits);
  }

  private static Heads serve(HttpServer server, Front front) {
    var heads = new Heads(Limits.STANDARD.head());
    server.setExecutor(heads);
    server.createContext("/", front);
    server.start();
    return heads;
  }

  /// Where it listens, with the real port.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /// Ends all requests, also those under way. What was being uploaded is lost, nothing else.
  @Override
  public void close() throws IOException {
    server.stop(0);
    heads.close();
    lease.close();
  }
}

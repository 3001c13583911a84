// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An instance of an app: a server on a free port whose every byte the test decides about.
final class FakeApp implements AutoCloseable {

  /// Answers requests on one connection until it returns, which closes the connection.
  interface Script {
    void play(Wire wire) throws IOException, InterruptedException;
  }

  final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket server;
  private final Script script;
  private final Set<Wire> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private FakeApp(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
  }

  static FakeApp playing(Script script) throws IOException {
    var app = new FakeApp(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), script);
    app.threads.execute(app::accept);
    return app;
  }

  /// Reads requests and answers each with this text, keeping the connection.
  static FakeApp saying(String text) throws IOException {
    return playing(wire -> answerAll(wire, text));
  }

  static void answerAll(Wire wire, String text) throws IOException {
    while (true) {
      wire.body(wire.head());
      wire.send("HTTP/1.1 200 OK\nContent-Length: " + text.length() + "\n\n" + text);
    }
  }

  Backend backend(String name, int concurrency) {
    return new Backend(name, address(), concurrency, Protocol.HTTP1);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        threads.execute(() -> play(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void play(Socket socket) {
    try (var wire = new Wire(socket)) {
      open.add(wire);
      script.play(wire);
    } catch (IOException | InterruptedException hungUp) {
      // how a connection usually ends
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Wire wire : open) {
        wire.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}

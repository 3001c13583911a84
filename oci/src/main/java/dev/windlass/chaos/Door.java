// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/// A port of the loopback interface that takes connections, each in a virtual thread of its own.
final class Door implements Listener {
  private static final Logger LOG = System.getLogger(Door.class.getName());
  private static final int BACKLOG = 128;

  private final ServerSocket socket;
  private final Handler handler;
  private final Semaphore seats;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// What is done with a connection. It is closed afterwards, and closed under the handler when the
  /// door is.
  @FunctionalInterface
  interface Handler {
    void handle(Socket connection) throws IOException;
  }

  private Door(ServerSocket socket, Handler handler, Limits limits) {
    this.socket = socket;
    this.handler = handler;
    this.seats = new Semaphore(limits.connections());
  }

  /// At any port that is free.
  static Door open(Limits limits, Handler handler) throws IOException {
    return on(bind(0), limits, handler);
  }

  /// Takes a port. Whoever connects waits until a door is put there.
  ///
  /// @param port 0 for any that is free
  static ServerSocket bind(int port) throws IOException {
    return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
  }

  /// The socket belongs to the door from here on.
  static Door on(ServerSocket socket, Limits limits, Handler handler) {
    var door = new Door(socket, handler, limits);
    door.threads.execute(door::takeAll);
    return door;
  }

  private void takeAll() {
    try {
      while (true) {
        seats.acquire();
        take(socket.accept());
      }
    } catch (IOException | RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "port " + port() + " takes no more connections", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(Socket connection) throws IOException {
    open.add(connection);
    if (socket.isClosed()) { // close() may have looked at what is open already
      connection.close();
    }
    threads.execute(() -> {
      try (connection) {
        handler.handle(connection);
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "a connection to port " + port() + " ended", e);
      } finally {
        open.remove(connection);
        seats.release();
      }
    });
  }

  @Override
  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    shut(socket);
    threads.shutdownNow();
    open.forEach(Door::shut);
    threads.close();
  }

  private static void shut(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a socket was not closed well", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A server whose every connection is played by hand, for what HTTP servers do not do.
final class HandServer implements AutoCloseable {
  /// What is done with a connection; it is closed afterwards.
  interface Hand {
    void play(Line line, int connection) throws Exception;
  }

  /// A connection, one request or answer at a time.
  record Line(Socket socket, BufferedReader in) {
    /// The first line of the next request; empty when the client has hung up.
    String request() throws IOException {
      var first = in.readLine();
      for (var line = first; line != null && !line.isEmpty(); line = in.readLine()) {
        // headers
      }
      return first == null ? "" : first.replace(" HTTP/1.1", "");
    }

    void say(String... lines) throws IOException {
      socket.getOutputStream().write(String.join("\r\n", lines).getBytes(ISO_8859_1));
    }

    /// A good answer of which this much arrives.
    void answer(int length, String body) throws IOException {
      say("HTTP/1.1 200 OK", "Content-Length: " + length, "", body);
    }

    /// Waits for the client to hang up.
    void awaitEnd() throws IOException {
      while (socket.getInputStream().read() >= 0) {
        // whatever it says
      }
    }
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger connections = new AtomicInteger();

  HandServer(Hand hand) throws IOException {
    threads.execute(() -> take(hand));
  }

  private void take(Hand hand) {
    try {
      while (true) {
        var socket = server.accept();
        int number = connections.incrementAndGet();
        threads.execute(() -> play(hand, socket, number));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private static void play(Hand hand, Socket socket, int number) {
    try (socket) {
      hand.play(
          new Line(
              socket,
              new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))),
          number);
    } catch (Exception gone) {
      return; // the client, or the test
    }
  }

  int connections() {
    return connections.get();
  }

  String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  URI at(String path) {
    return URI.create("http://" + host() + path);
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  /// All steps, as `tcp done`.
  static List<String> brief(List<Step> steps) {
    return steps.stream().map(step -> step.name() + " " + step.outcome()).toList();
  }
}

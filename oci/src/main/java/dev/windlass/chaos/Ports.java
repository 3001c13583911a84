// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// What goes wrong before a word is said.
final class Ports {
  private static final String HTTP = "http";

  static final Family FAMILY =
      Family.of(
          "Ports",
          Fault.at(
              new Place.Nowhere("registry.invalid"),
              "host-unknown",
              "The host is not in the DNS, and never will be.",
              Cause.HOST_UNKNOWN),
          Fault.at(
              new Place.Socket(HTTP, _ -> dead()),
              "connection-refused",
              "Nothing listens on the port.",
              Cause.CONNECTION_REFUSED),
          Fault.at(
              new Place.Socket(HTTP, _ -> deaf()),
              "connection-ignored",
              "Attempts to connect are dropped without an answer, as by a firewall.",
              Cause.CONNECTION_TIMEOUT),
          Fault.at(
              new Place.Socket(HTTP, Ports::resetting),
              "connection-reset",
              "Takes connections and resets them at once.",
              Cause.CONNECTION_BROKEN),
          Fault.at(
              new Place.Socket(HTTP, Ports::silent),
              "connection-silent",
              "Takes connections and never says a word.",
              Cause.NO_ANSWER),
          Fault.of(
                  "not-http",
                  "Answers with something that is no HTTP.",
                  Cause.NOT_HTTP,
                  _ -> Answer.empty(200).arriving(Delivery.GARBLED))
              .alone());

  private Ports() {}

  /// A port that is taken, so that nobody else listens there, and that nobody listens at.
  static Listener dead() throws IOException {
    var socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return new Held(socket.getLocalPort(), List.of(socket));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// A port whose queue of connections is full: from then on the kernel drops attempts.
  private static Listener deaf() throws IOException {
    var held = new ArrayList<Closeable>();
    var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    held.add(server);
    try {
      for (int i = 0; i < 2; i++) {
        held.add(new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort()));
      }
      return new Held(server.getLocalPort(), held);
    } catch (IOException e) {
      new Held(0, held).close();
      throw e;
    }
  }

  private static Listener resetting(Stage stage) throws IOException {
    return Door.open(stage.limits(), Conversation::reset);
  }

  private static Listener silent(Stage stage) throws IOException {
    return Door.open(
        stage.limits(),
        connection -> Conversation.hold(connection, connection.getInputStream(), stage.limits()));
  }
}

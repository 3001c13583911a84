// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A name server that this machine asks.
record NameServer(InetSocketAddress address) {
  private static final int PORT = 53;
  private static final int MOST_BYTES = 512;

  /// A question of RFC 1035 that every name server understands: one question, recursion desired;
  /// who serves the root?
  private static final byte[] QUESTION = {
    0x57,
    0x4c,
    0x01,
    0,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    0, // id, flags, one question
    0,
    0,
    2,
    0,
    1 // the root, NS, IN
  };

  static List<NameServer> ofThisMachine() throws IOException {
    try (var lines = Files.lines(Path.of("/etc/resolv.conf"))) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(words -> words.length > 1 && words[0].equals("nameserver"))
          .map(words -> new NameServer(new InetSocketAddress(words[1], PORT)))
          .toList();
    }
  }

  static String list(List<NameServer> servers) {
    return servers.stream().map(NameServer::toString).collect(joining(", "));
  }

  /// Whether it says anything at all: that it refuses is an answer too.
  boolean answers(Duration patience) {
    InetAddress host = address.getAddress();
    if (host == null) {
      return false;
    }
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout((int) patience.toMillis());
      socket.connect(host, address.getPort());
      socket.send(new DatagramPacket(QUESTION, QUESTION.length));
      socket.receive(new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES));
      return true;
    } catch (IOException silent) {
      return false;
    }
  }

  @Override
  public String toString() {
    return address.getHostString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.Usage.Trouble;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// A part of the engine that listens on this machine, as `windlass up` names it.
///
/// @param option which port it shall have
record Listener(String name, String option) {
  /// Where it shall listen; 0 for any port that is free. Throws [Trouble] when somebody listens
  /// there already.
  InetSocketAddress at(int port) throws IOException {
    if (port != 0) {
      check(port);
    }
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private void check(int port) throws IOException {
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    } catch (BindException e) {
      throw new Trouble(
          "Cannot listen on port " + port + " for the " + name,
          String.valueOf(e.getMessage()),
          "see who does: ss -ltnp 'sport = :%d'; or choose another: windlass up %s N"
              .formatted(port, option));
    }
  }
}

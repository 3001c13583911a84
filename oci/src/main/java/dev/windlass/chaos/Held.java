// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// A port that is held by sockets nobody reads from.
record Held(int port, List<Closeable> sockets) implements Listener {
  private static final Logger LOG = System.getLogger(Held.class.getName());

  Held {
    sockets = List.copyOf(sockets);
  }

  @Override
  public void close() {
    for (var socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "a socket was not closed well", e);
      }
    }
  }
}

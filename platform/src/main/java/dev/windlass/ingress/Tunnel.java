// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.net.NetSocket;

/// Two connections that have left HTTP behind, such as for a WebSocket: what comes in on one goes
/// out on the other, no faster than it is taken, until one of them ends.
final class Tunnel {
  private final NetSocket client;
  private final NetSocket backend;

  private Tunnel(NetSocket client, NetSocket backend) {
    this.client = client;
    this.backend = backend;
  }

  /// Runs `ended` once both are closed.
  static void join(NetSocket client, NetSocket backend, Runnable ended) {
    new Tunnel(client, backend).open(ended);
  }

  private void open(Runnable ended) {
    client.closeHandler(_ -> {
      var _ = backend.close();
      ended.run();
    });
    backend.closeHandler(_ -> client.end());
    client.exceptionHandler(_ -> client.close());
    backend.exceptionHandler(_ -> client.close());
    client.pipe().endOnComplete(false).to(backend).onComplete(_ -> backend.end());
    backend.pipe().endOnComplete(false).to(client).onComplete(_ -> client.end());
  }
}

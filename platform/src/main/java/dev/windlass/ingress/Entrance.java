// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;

/// An address at which requests come in.
///
/// @param listen port 0 means any free port
/// @param keys to speak TLS with; empty for plain HTTP
/// @param zone of a client, by its address as text; called on the threads that carry the traffic
public record Entrance(
    InetSocketAddress listen, Optional<KeyManagerFactory> keys, UnaryOperator<String> zone) {
  /// For everybody.
  public static Entrance open(InetSocketAddress listen, Optional<KeyManagerFactory> keys) {
    return new Entrance(listen, keys, _ -> Host.PUBLIC);
  }
}

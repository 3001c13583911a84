// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// What the API tells of the engine around it.
///
/// @param ingress where apps are reached
/// @param tls how to speak TLS, as all addresses do then; empty for plain HTTP
/// @param ingressPrivate where those are whose visibility is private
/// @param registry `127.0.0.1:5000`
/// @param state the folder with all that must not be lost
/// @param quotas how much of each kind there may be
public record Engine(
    String version,
    InetSocketAddress ingress,
    InetSocketAddress ingressPrivate,
    String registry,
    String state,
    Quotas quotas,
    Optional<SSLContext> tls) {
  String scheme() {
    return tls.isPresent() ? "https" : "http";
  }
}

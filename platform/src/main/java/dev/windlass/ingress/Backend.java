// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.net.InetSocketAddress;

/// A place that answers requests for an app.
///
/// @param concurrency requests it may have at a time; more wait
/// @param protocol what requests are sent in that do not need a certain one, as those of gRPC and
///   those for a WebSocket do
public record Backend(String name, InetSocketAddress address, int concurrency, Protocol protocol) {}

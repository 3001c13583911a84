// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.net.InetSocketAddress;

/// A place that answers requests for an app.
///
/// @param concurrency requests it may have at a time; more wait
public record Backend(String name, InetSocketAddress address, int concurrency) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.net.InetAddress;
import java.util.Optional;

/// Sees whether an instance can take requests.
interface Prober {
  /// What is wrong; empty when nothing is.
  Optional<String> problem(InetAddress address, Probing probing);
}

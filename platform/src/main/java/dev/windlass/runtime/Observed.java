// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;

/// A container as it was found.
///
/// @param address where it can be reached from this process
public record Observed(
    String id, Map<String, String> labels, InetAddress address, Instant startedAt, State state) {
  public Observed {
    labels = Map.copyOf(labels);
  }

  /// Whether it runs.
  public sealed interface State {
    record Running() implements State {}

    /// @param code as a shell tells it: 128 and the signal's number when it was killed
    record Ended(int code, boolean outOfMemory, Instant at) implements State {}
  }

  public boolean running() {
    return state instanceof State.Running;
  }
}

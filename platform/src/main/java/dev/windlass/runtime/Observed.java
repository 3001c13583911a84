// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;

/// A container as it was found.
///
/// @param address where it can be reached from this process
/// @param startedAt of one that was only created: when it was
public record Observed(
    String id, Map<String, String> labels, InetAddress address, Instant startedAt, State state) {
  public Observed {
    labels = Map.copyOf(labels);
  }

  /// Whether it runs.
  public sealed interface State {
    record Running() implements State {}

    /// Stopped in the middle by the kernel: it uses no processor, and has its memory and its
    /// connections still.
    record Frozen() implements State {}

    /// All is ready for its program, which was not started yet.
    record Created() implements State {}

    /// @param code as a shell tells it: 128 and the signal's number when it was killed
    record Ended(int code, Excess excess, Instant at) implements State {}
  }

  /// Of what a container used more than it may, so that it was killed.
  public enum Excess {
    NOTHING,
    MEMORY,
    STORAGE
  }

  public boolean running() {
    return state instanceof State.Running;
  }

  /// Whether it ended; if not, it runs or may go on.
  public boolean ended() {
    return state instanceof State.Ended;
  }
}

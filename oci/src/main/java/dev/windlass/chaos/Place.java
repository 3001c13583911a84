// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.io.IOException;

/// Where a fault is met.
sealed interface Place {
  /// At the port that is shared, found by the first part of the repository.
  record Path(Behaviour behaviour) implements Place {}

  /// At a plain HTTP port of its own.
  record Port(Behaviour behaviour) implements Place {}

  /// At a port of its own where even connections go wrong.
  ///
  /// @param scheme what a client has to try
  record Socket(String scheme, Opening opening) implements Place {}

  /// At a host that is not there.
  record Nowhere(String host) implements Place {}

  /// Makes the port of one fault.
  @FunctionalInterface
  interface Opening {
    Listener open(Stage stage) throws IOException;
  }
}

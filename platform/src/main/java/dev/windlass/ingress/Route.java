// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.time.Duration;
import java.util.List;

/// How requests that go one way are served.
///
/// @param patience how long a request may take in all, waiting for a backend included
/// @param why what to tell people while there is no backend, such as a diagnosis; may be empty
public record Route(List<Backend> backends, Duration patience, String why) {
  public Route {
    backends = List.copyOf(backends);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.Map;
import java.util.Optional;

/// Which backends serve which host. Replaced as a whole, so a request never sees half a change.
public final class Routes {
  private volatile Map<String, Route> table = Map.of();

  public void replace(Map<String, Route> next) {
    table = Map.copyOf(next);
  }

  Optional<Route> find(String host) {
    return Optional.ofNullable(table.get(host));
  }
}

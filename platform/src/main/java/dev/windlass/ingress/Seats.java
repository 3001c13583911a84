// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How many requests each backend works on. Guarded by the lock of [Routes].
final class Seats {
  private final Map<Backend, Integer> taken = new HashMap<>();

  /// The least busy backend with room. One that refused this request before comes last.
  Optional<Backend> take(Route route, Set<Backend> refused) {
    var free =
        route.backends().stream()
            .filter(backend -> taken(backend) < backend.concurrency())
            .min(preferring(refused));
    free.ifPresent(backend -> taken.merge(backend, 1, Integer::sum));
    return free;
  }

  private Comparator<Backend> preferring(Set<Backend> refused) {
    Comparator<Backend> willing = Comparator.comparing(refused::contains);
    return willing.thenComparingInt(this::taken);
  }

  void giveBack(Backend backend) {
    taken.computeIfPresent(backend, (_, count) -> count == 1 ? null : count - 1);
  }

  int taken(Backend backend) {
    return taken.getOrDefault(backend, 0);
  }

  int taken(String backendName) {
    return taken.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(backendName))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}

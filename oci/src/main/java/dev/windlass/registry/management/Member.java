// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import dev.windlass.registry.store.ApiKey.Role;
import java.net.InetAddress;
import java.util.Optional;

/// Who asks, and what he may do.
public interface Member {
  /// For lists of events.
  String id();

  /// @param namespace [dev.windlass.registry.store.ApiKey#EVERYWHERE] for the account
  boolean has(Role role, String namespace);

  /// Whether he has any role anywhere.
  boolean hasAny();

  /// Knows people by what they show.
  @FunctionalInterface
  interface Registrar {
    /// Nobody, when the key is wrong.
    Optional<Member> find(String authorization, InetAddress from);
  }
}

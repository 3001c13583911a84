// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import java.time.Instant;
import java.util.List;

/// What somebody signs in with. The key itself is told once, when it is made; here is only a hash
/// of it.
public record ApiKey(String id, String name, Instant created, List<Grant> access) {
  /// Stands for all namespaces.
  public static final String EVERYWHERE = "*";

  public ApiKey {
    access = List.copyOf(access);
  }

  /// What one may do. Each role stands for itself, so setting retention takes two.
  public enum Role {
    /// Pulls, and looks at everything.
    READER,
    /// Pushes, pulls and deletes.
    WRITER,
    /// Everything.
    MANAGER
  }

  /// A role in a namespace, or [#EVERYWHERE].
  public record Grant(String namespace, Role role) {}

  public boolean has(Role role, String namespace) {
    return access.stream()
        .filter(grant -> grant.namespace().equals(namespace) || isEverywhere(grant))
        .anyMatch(grant -> grant.role() == role || grant.role() == Role.MANAGER);
  }

  private static boolean isEverywhere(Grant grant) {
    return grant.namespace().equals(EVERYWHERE);
  }
}

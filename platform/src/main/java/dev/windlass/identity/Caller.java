// SPDX-License-Identifier: Apache-2.0
package dev.windlass.identity;

import java.util.Optional;

/// Who asks.
///
/// @param id of their API key
/// @param project the only one that they may see; empty for all of the engine
public record Caller(String id, String name, Role role, Optional<String> project) {
  static final String BOOTSTRAP = "bootstrap";

  /// Whoever has the key that the engine made at its first start.
  static Caller owner() {
    return new Caller(BOOTSTRAP, BOOTSTRAP, Role.MANAGER, Optional.empty());
  }

  /// Whether this is one of the projects that they may see.
  public boolean sees(String other) {
    return project.isEmpty() || project.get().equals(other);
  }
}

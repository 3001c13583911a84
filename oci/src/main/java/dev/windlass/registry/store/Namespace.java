// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import java.time.Instant;
import java.util.Optional;

/// The first part of repository names, and what holds for all of them.
///
/// @param resourceGroup a word for people; nothing depends on it
/// @param upstream the registry that this is a cache of
public record Namespace(
    String name,
    Instant created,
    Instant updated,
    Visibility visibility,
    String resourceGroup,
    RetentionPolicy retention,
    Optional<Upstream> upstream) {
  /// Who gets in without an API key.
  public enum Visibility {
    /// Anybody on this machine, to push and to pull.
    OPEN,
    /// Anybody, to pull.
    PUBLIC,
    /// Nobody.
    PRIVATE
  }
}

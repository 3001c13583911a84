// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the wire may leave out although it must be there.
final class Required {
  private Required() {}

  /// Throws IllegalArgumentException where there is nothing.
  static void field(@Nullable Object value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("'" + name + "' needs a value");
    }
    if (value instanceof List<?> all && all.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("'" + name + "' has null in it");
    }
  }
}

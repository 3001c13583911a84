// SPDX-License-Identifier: Apache-2.0
package dev.windlass.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What somebody may do; each may do what those before it may.
public enum Role {
  /// Look at everything but the values of secrets.
  VIEWER,
  /// Make, change and delete what is in projects, and read secrets.
  EDITOR,
  /// Also projects themselves, and API keys.
  MANAGER;

  /// By how it is written: `Editor`.
  public static Optional<Role> byName(String name) {
    return Arrays.stream(values()).filter(role -> role.toString().equals(name)).findFirst();
  }

  /// Whether it is this one or may do more.
  public boolean may(Role needed) {
    return compareTo(needed) >= 0;
  }

  @Override
  public String toString() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import java.util.Locale;

/// Whether it helps to try again what failed, and when.
public enum Retry {
  /// It may be over in a moment: soon, then later each time.
  TRANSIENT,
  /// The registry lets us ask again, later.
  RATE_LIMITED,
  /// It will be no better until an input is changed: the secret, the tag, the image.
  PERMANENT,
  /// It is about this machine: its disk, its rights. Somebody may make room.
  LOCAL;

  /// As it is written for people and programs: `rate_limited`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

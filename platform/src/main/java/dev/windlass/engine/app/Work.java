// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.util.Optional;

/// The kinds of [Tasks], and how those are named: by the kind and what they are about.
enum Work {
  LAUNCH,
  PROBE,
  PULSE,
  STOP,
  REMOUNT;

  String on(String subject) {
    return this + " " + subject;
  }

  /// What the task of this name is about; nothing when it is of another kind.
  Optional<String> subject(String name) {
    String prefix = on("");
    return name.startsWith(prefix)
        ? Optional.of(name.substring(prefix.length()))
        : Optional.empty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.time.Duration;
import java.util.Map;

/// How starting a container ended.
public sealed interface Start {
  /// @param phases how long each part of it took; none when it ran before
  record Started(Observed container, Map<Phase, Duration> phases) implements Start {
    public Started {
      phases = Map.copyOf(phases);
    }

    public Started(Observed container) {
      this(container, Map.of());
    }
  }

  /// A part of starting a container.
  enum Phase {
    /// Its file system.
    MOUNT,
    /// Its namespaces and limits.
    CREATE,
    /// Its address.
    NETWORK,
    /// Its program.
    START
  }

  /// The process could not be started.
  ///
  /// @param kind what was wrong, so far as the runtime tells
  /// @param detail the runtime's own words
  record Failed(Kind kind, String detail) implements Start {
    static Failed absent(String id) {
      return new Failed(Kind.OTHER, "there is no container " + id);
    }
  }

  /// Why a process does not start.
  enum Kind {
    /// There is no such program in the image, or it is not executable.
    EXECUTABLE_NOT_FOUND,
    /// The program is for another processor, or no program at all.
    EXEC_FORMAT,
    /// The image and the container name no program.
    NO_COMMAND,
    /// The user that the image names is not in it.
    UNKNOWN_USER,
    OTHER
  }
}

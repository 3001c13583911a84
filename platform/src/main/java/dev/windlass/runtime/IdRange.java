// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.util.Map;

/// User and group ids of this machine that stand for those from 0 in a container.
record IdRange(int base, int size) {
  /// As the OCI runtime specification has it.
  Map<String, Integer> mapping() {
    return Map.of("containerID", 0, "hostID", base, "size", size);
  }
}

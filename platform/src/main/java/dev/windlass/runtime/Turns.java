// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.util.HashSet;
import java.util.Set;

/// Lets one thread at a time work on a container, and different ones side by side.
final class Turns {
  private final Set<String> busy = new HashSet<>();

  synchronized void begin(String id) throws InterruptedException {
    while (!busy.add(id)) {
      wait();
    }
  }

  synchronized void end(String id) {
    busy.remove(id);
    notifyAll();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.util.Set;

/// What is done beside the reconciler because it takes long: each by a name, at most once at a
/// time.
interface Tasks {
  /// Starts it, or does nothing while there is one of that name.
  ///
  /// @param ended is called when it is over and no longer listed
  /// @param broke is called instead when it threw something
  void begin(String name, Task task, Runnable ended, Runnable broke);

  /// The names of those that are not over.
  Set<String> underWay();

  /// Interrupts it. It may still take a while to end.
  void cancel(String name);

  /// Something that takes long.
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }
}

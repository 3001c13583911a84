// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

/// One thing to do for a run. Each is safe to do again.
sealed interface Step {
  /// Write an event.
  ///
  /// @param instance that it is about; empty when about the run
  record Tell(boolean warning, String reason, String instance, String message) implements Step {}

  /// Stop a container and keep what it printed.
  record End(String container) implements Step {}

  /// Stop a container and forget it.
  record Remove(String container) implements Step {}

  /// Find out which image the run is about, and bring it here.
  record Fetch() implements Step {}

  record Start(int index, int attempt) implements Step {}

  /// The run is over for so long that nobody needs it any more.
  record Forget() implements Step {}
}

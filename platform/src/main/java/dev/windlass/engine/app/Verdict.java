// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.runtime.Observed.State.Ended;
import java.time.Instant;

/// What is to be said of a revision.
sealed interface Verdict {
  /// It can take requests.
  record Ready() implements Verdict {}

  /// Nothing new, except how many of its instances are ready.
  record Counted() implements Verdict {}

  /// Its program ended.
  ///
  /// @param again when it is started again
  record Crashed(Replica replica, Ended end, Instant again) implements Verdict {}

  /// Its program runs and does not answer.
  ///
  /// @param problem what the last probe said
  record Silent(Replica replica, String problem) implements Verdict {}

  /// A newer revision took its place, perhaps before it was ready.
  record Retired() implements Verdict {}
}

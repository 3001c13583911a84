// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.time.Duration;

/// Brings one thing closer to how it should be. Looks at the world each time instead of being told
/// what changed, so that it may be called too often, after a crash, or for nothing, without harm.
public interface Reconciler<K> {
  Next reconcile(K key) throws Exception;

  sealed interface Next {
    /// Nothing to do until somebody nudges.
    record Settled() implements Next {}

    /// Look again later, because something is under way.
    record Again(Duration after) implements Next {}
  }
}

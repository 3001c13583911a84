// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

/// Hears of what only the ingress sees and whoever owns the routes must act on.
///
/// Called on the threads that carry the traffic: an implementation notes what it heard (a nudge)
/// and returns at once.
public interface Watcher {

  /// A request that goes this way waits: there is no backend, or all of them are busy.
  void waiting(String way);

  /// A backend that no route names any more has answered its last request, and may be stopped.
  void drained(Backend backend);
}

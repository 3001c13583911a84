// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

/// A request in the queue of its way. All of these are called while the routes are locked, so they
/// may do no more than pass the news on to the request's own thread.
interface Waiter {

  /// It is this one's turn. The seat is already counted as taken; the waiter has to give it back.
  void seated(Backend backend);

  /// The table changed and there is still no free backend.
  void rerouted(Route route);

  /// The table changed and the way is no longer in it.
  void unrouted();
}

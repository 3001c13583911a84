// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

/// What became of the wish for a backend.
sealed interface Seating {

  /// The backend is counted as busy with this request until it is given back.
  record Seated(Backend backend, Route route) implements Seating {}

  /// The waiter will be told.
  record Queued(Route route) implements Seating {}

  record QueueFull(int waiting) implements Seating {}

  record NoSuchWay() implements Seating {}
}

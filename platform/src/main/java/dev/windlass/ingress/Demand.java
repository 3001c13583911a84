// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

/// What was asked of a host so far. The difference of two of these is what was asked in between.
///
/// @param requests that arrived
/// @param busyNanos how long all of them were here, added up, those that wait included: divided by
///   the time that passed, it is how many were here on the average
/// @param now how many are here
public record Demand(long requests, long busyNanos, int now) {
  public static final Demand NONE = new Demand(0, 0, 0);
}

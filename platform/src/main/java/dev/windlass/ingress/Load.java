// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

/// How much is asked of a way right now.
///
/// @param inFlight requests that its present backends work on, open WebSockets included
/// @param waiting requests for which no backend was free yet
public record Load(int inFlight, int waiting) {}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

/// How much of the requests for a host goes one way.
///
/// @param way the name of a [Route]
/// @param weight its part of the sum of all
public record Share(String way, int weight) {}

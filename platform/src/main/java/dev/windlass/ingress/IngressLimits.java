// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.time.Duration;

/// What the ingress bears before it says no.
///
/// @param waiting requests a host may have waiting for a backend; more get a 429
/// @param headerBytes how long the head of a request or an answer may be
/// @param idle how long a client connection may carry nothing, a quiet WebSocket or event stream
///   included; has to be longer than the patience of any route
/// @param connect how long reaching a backend may take
/// @param connects how often a request may find its backend unreachable before it gets a 502
/// @param keepAlive how long an unused connection to a backend is kept; shorter than what most
///   servers do, so that it is seldom they who hang up just as a request is sent
public record IngressLimits(
    int waiting,
    int headerBytes,
    Duration idle,
    Duration connect,
    int connects,
    Duration keepAlive) {
  public static final IngressLimits STANDARD =
      new IngressLimits(
          1_000,
          32 * 1024,
          Duration.ofMinutes(15),
          Duration.ofSeconds(2),
          6,
          Duration.ofSeconds(4));

  public IngressLimits {
    if (waiting < 0 || headerBytes < 1 || connects < 1) {
      throw new IllegalArgumentException("waiting, headerBytes and connects have to be positive");
    }
  }

  IngressLimits withWaiting(int most) {
    return new IngressLimits(most, headerBytes, idle, connect, connects, keepAlive);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.time.Duration;

/// How much the kit lets anybody do.
///
/// @param connections at once at one port
/// @param headBytes of a request
/// @param formBytes of a token request
/// @param head how long a client may take to send a request
/// @param linger how long to wait for a client to hang up when all is said
/// @param silence how long a connection is held without a word
/// @param drip the time between two bytes of an answer that only drips
/// @param tool how long making one certificate may take
record Limits(
    int connections,
    int headBytes,
    int formBytes,
    Duration head,
    Duration linger,
    Duration silence,
    Duration drip,
    Duration tool) {
  static final Limits STANDARD =
      new Limits(
          256,
          64 << 10,
          64 << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofMinutes(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60));
}

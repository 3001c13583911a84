// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.time.Duration;

/// How much the registry lets anybody do.
///
/// @param head how long a client may take to finish the head of a request it began
/// @param manifestBytes the longest manifest
/// @param formBytes the longest body of a token request
/// @param listed the most names in one answer; the rest is on the next page
/// @param scopes the most scopes in one token
/// @param configBytes how much of the config of an image is looked into
/// @param token how long a token is good for
/// @param refreshToken how long a refresh token is good for
/// @param discarded how much of an unwanted body is read so that the client gets to see the answer
record Limits(
    Duration head,
    int manifestBytes,
    int formBytes,
    int listed,
    int scopes,
    int configBytes,
    Duration token,
    Duration refreshToken,
    long discarded) {
  static final Limits STANDARD =
      new Limits(
          Duration.ofMillis(250),
          4 << 20,
          64 << 10,
          10_000,
          100,
          4 << 20,
          Duration.ofMinutes(5),
          Duration.ofDays(30),
          8 << 20);
}

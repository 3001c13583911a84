// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.time.Duration;

/// How much of anything one request may ask for.
///
/// @param bodyBytes what a request may send; two texts of 1 MiB with every character escaped fit
/// @param drainedBytes what is read and thrown away of a body that is too long, so that its sender
///   reads the answer instead of a broken connection
/// @param pageSize entries of one page of a list
/// @param longPoll how long a long poll may last
/// @param heartbeat how often a silent log stream sends an empty line, to notice that its reader
///   left
/// @param pulse how often a pull tells how far it is
/// @param logLines lines of a log that wait for a slow reader before the log itself is read slower
/// @param specBytes how large a job or a job run may be
/// @param preflight how long an answer waits for what a look at the image brings
/// @param tries how often a change that overrides everything starts over when another one came
///   first
record Limits(
    int bodyBytes,
    long drainedBytes,
    int pageSize,
    Duration longPoll,
    Duration heartbeat,
    Duration pulse,
    int logLines,
    int specBytes,
    Duration preflight,
    int tries) {
  static final Limits STANDARD =
      new Limits(
          4 << 20,
          64 << 20,
          100,
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofMillis(200),
          1_000,
          10 * 1024,
          Duration.ofMillis(800),
          10);
}

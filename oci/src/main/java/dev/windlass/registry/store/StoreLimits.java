// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import java.time.Duration;

/// How much the registry keeps, and for how long.
///
/// @param openUploads how many uploads may be under way at once
/// @param idleUpload after how long an upload that nobody continues is thrown away
/// @param grace how long bytes that nothing needs stay, because whoever pushed them may be about to
///   push what needs them
/// @param trash how long what was deleted can be restored
/// @param events how many events are kept
/// @param together how many things one step of the garbage collection removes
/// @param reserve how many bytes of the disk blobs leave free: to delete something takes some, too
/// @param readers how many reads of the database may be under way at once
/// @param patience how long to wait for a database that somebody else has open
public record StoreLimits(
    int openUploads,
    Duration idleUpload,
    Duration grace,
    Duration trash,
    int events,
    int together,
    long reserve,
    int readers,
    Duration patience) {
  public static final StoreLimits STANDARD =
      new StoreLimits(
          1_000,
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofDays(30),
          1_000,
          200,
          64 << 20,
          4,
          Duration.ofSeconds(5));

  /// The same, but for the wait before bytes that nothing needs are removed.
  public StoreLimits withGrace(Duration grace) {
    return new StoreLimits(
        openUploads, idleUpload, grace, trash, events, together, reserve, readers, patience);
  }
}

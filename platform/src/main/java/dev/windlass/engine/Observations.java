// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.diagnose.Diagnosis;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is observed of each kind of resource. Statuses and reasons are Code Engine's own words, as
/// they go over the wire; null means that there is nothing to tell yet.
public final class Observations {
  private Observations() {}

  /// For kinds that just are.
  public record Nothing() {
    public static final Nothing SEEN = new Nothing();
  }

  /// @param subdomain eleven characters that name the project in host names, unique on this engine
  public record ProjectObserved(String status, String subdomain) {
    public static final ProjectObserved UNSEEN = new ProjectObserved("creating", "");
  }

  /// @param revisions how many revisions were ever made; the next is one more
  public record AppObserved(
      String status,
      String reason,
      int revisions,
      @Nullable String latestCreatedRevision,
      @Nullable String latestReadyRevision) {
    public static final AppObserved UNSEEN =
        new AppObserved("deploying", "deploying", 0, null, null);
  }

  /// @param digest what the image reference was resolved to, once, for the life of the revision
  /// @param diagnosis why it is not well
  /// @param retryAt when the engine tries again by itself
  public record RevisionObserved(
      String status,
      String reason,
      @Nullable String digest,
      int actualInstances,
      @Nullable Diagnosis diagnosis,
      @Nullable Instant retryAt) {
    public static final RevisionObserved UNSEEN =
        new RevisionObserved("loading", "deploying", null, 0, null, null);
  }

  /// @param indices by array index, in decimal
  public record JobRunObserved(
      String status,
      @Nullable String digest,
      @Nullable Instant startTime,
      @Nullable Instant completionTime,
      Map<String, IndexObserved> indices,
      @Nullable Diagnosis diagnosis,
      @Nullable Instant retryAt) {
    public static final JobRunObserved UNSEEN =
        new JobRunObserved("pending", null, null, null, Map.of(), null, null);
  }

  /// @param retries attempts after the first
  public record IndexObserved(
      String status,
      int retries,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String lastFailureReason) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.diagnose.Diagnosis;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  /// @param deletedAt when it was soft-deleted; null while it is not
  @Json
  public record ProjectObserved(String status, String subdomain, @Nullable Instant deletedAt) {
    public static final ProjectObserved UNSEEN = of("creating", "");

    /// One that is not deleted.
    public static ProjectObserved of(String status, String subdomain) {
      return new ProjectObserved(status, subdomain, null);
    }

    /// Whether nothing of it runs, until it is restored or gone for good.
    public boolean isSuspended() {
      return deletedAt != null;
    }
  }

  /// @param status `deploying` until the rules of the machine say so too
  @Json
  public record OutboundObserved(String status) {
    public static final OutboundObserved UNSEEN = new OutboundObserved("deploying");
    public static final OutboundObserved READY = new OutboundObserved("ready");
    public static final OutboundObserved FAILED = new OutboundObserved("failed");
  }

  /// @param plan the schedule and its time zone as they were looked at last
  /// @param since what was due up to then does not count any more
  /// @param heeded the last point in time that was due and heeded
  /// @param underWay the points in time of which an app is being told
  /// @param lastJobRun the name of the job run that was started last
  @Json
  public record CronObserved(
      String plan,
      @Nullable Instant since,
      @Nullable Instant heeded,
      List<Instant> underWay,
      @Nullable String lastJobRun) {
    public static final CronObserved UNSEEN = new CronObserved("", null, null, List.of(), null);

    /// Begins to count with another plan.
    public CronObserved planned(String next, Instant from) {
      return new CronObserved(next, from, heeded, underWay, lastJobRun);
    }

    /// Nothing came of this one.
    public CronObserved heeded(Instant due) {
      return new CronObserved(plan, due, due, underWay, lastJobRun);
    }

    public CronObserved started(Instant due, String jobRun) {
      return new CronObserved(plan, due, due, underWay, jobRun);
    }

    public CronObserved telling(Instant due) {
      var more = Stream.concat(underWay.stream(), Stream.of(due)).distinct().toList();
      return new CronObserved(plan, due, due, more, lastJobRun);
    }

    public CronObserved told(Instant due) {
      var left = underWay.stream().filter(one -> !one.equals(due)).toList();
      return new CronObserved(plan, since, heeded, left, lastJobRun);
    }
  }

  /// @param lastUsedAt to the minute
  @Json
  public record ApiKeyObserved(@Nullable Instant lastUsedAt) {
    public static final ApiKeyObserved UNUSED = new ApiKeyObserved(null);
  }

  /// @param revisions how many revisions were ever made; the next is one more
  /// @param madeFrom the entity tag of the app that the newest of them was made from
  @Json
  public record AppObserved(
      String status,
      String reason,
      int revisions,
      @Nullable String latestCreatedRevision,
      @Nullable String latestReadyRevision,
      @Nullable String madeFrom) {
    public static final AppObserved UNSEEN =
        new AppObserved("deploying", "deploying", 0, null, null);

    public AppObserved(
        String status,
        String reason,
        int revisions,
        @Nullable String latestCreatedRevision,
        @Nullable String latestReadyRevision) {
      this(status, reason, revisions, latestCreatedRevision, latestReadyRevision, null);
    }
  }

  /// @param digest what the image reference was resolved to, once, for the life of the revision
  /// @param diagnosis why it is not well
  /// @param retryAt when the engine tries again by itself
  /// @param attempts how often in a row its instances could not be started
  /// @param triedWith the entity tags, at the last of them, of all that the revision refers to
  @Json
  public record RevisionObserved(
      String status,
      String reason,
      @Nullable String digest,
      int actualInstances,
      @Nullable Diagnosis diagnosis,
      @Nullable Instant retryAt,
      int attempts,
      @Nullable String triedWith) {
    public static final RevisionObserved UNSEEN =
        new RevisionObserved("loading", "deploying", null, 0, null, null);

    public RevisionObserved(
        String status,
        String reason,
        @Nullable String digest,
        int actualInstances,
        @Nullable Diagnosis diagnosis,
        @Nullable Instant retryAt) {
      this(status, reason, digest, actualInstances, diagnosis, retryAt, 0, null);
    }

    /// Whether it was ready once; it may have got into trouble since.
    public boolean wasReady() {
      return status.equals("ready") || status.equals("warning");
    }

    /// Pinned to a digest.
    public RevisionObserved pinned(String to) {
      return new RevisionObserved(
          status, reason, to, actualInstances, diagnosis, retryAt, attempts, triedWith);
    }

    /// Its instances were started.
    public RevisionObserved started() {
      return new RevisionObserved(
          status, reason, digest, actualInstances, diagnosis, null, 0, null);
    }

    public RevisionObserved ready(int instances) {
      return new RevisionObserved("ready", "ready", digest, instances, null, null, 0, null);
    }

    /// Counts those that are up.
    public RevisionObserved counting(int instances) {
      return new RevisionObserved(
          status, reason, digest, instances, diagnosis, retryAt, attempts, triedWith);
    }

    /// In trouble, which is a warning when it was ready once.
    public RevisionObserved troubled(String why, Diagnosis words, @Nullable Instant again) {
      return new RevisionObserved(
          wasReady() ? "warning" : "failed",
          why,
          digest,
          actualInstances,
          words,
          again,
          attempts,
          triedWith);
    }

    /// Waits for something that is not there yet, with no trouble seen before.
    public RevisionObserved waiting(String why, Diagnosis words, @Nullable Instant again) {
      return new RevisionObserved(
          status, why, digest, actualInstances, words, again, attempts, triedWith);
    }

    /// Has no instances any more and nothing to wait for.
    public RevisionObserved retired() {
      return new RevisionObserved(status, reason, digest, 0, diagnosis, null, attempts, triedWith);
    }

    /// Is to be tried again at this time.
    public RevisionObserved due(Instant at) {
      return new RevisionObserved(
          status, reason, digest, actualInstances, diagnosis, at, attempts, triedWith);
    }

    /// Once more its instances could not be started.
    public RevisionObserved tried(String with) {
      return new RevisionObserved(
          status, reason, digest, actualInstances, diagnosis, retryAt, attempts + 1, with);
    }
  }

  /// @param indices by array index, in decimal
  @Json
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

    /// Is to ask for its image again at this time.
    public JobRunObserved due(Instant at) {
      return new JobRunObserved(status, digest, startTime, completionTime, indices, diagnosis, at);
    }
  }

  /// @param retries attempts after the first
  @Json
  public record IndexObserved(
      String status,
      int retries,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String lastFailureReason) {}
}

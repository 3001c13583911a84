// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A subscription to points in time: an app or a job is told of each.
@Json(naming = Json.Naming.LowerUnderscore)
public record CronSubscription(
    String name,
    @Nullable String id,
    ComponentRef component,
    String schedule,
    String timeZone,
    @Nullable String path,
    @Nullable String contentType,
    @Nullable String data,
    @Nullable String dataBase64,
    @Nullable Map<String, String> extensions,
    String overlap,
    String entityTag,
    @Nullable String createdAt,
    @Nullable String href,
    @Nullable String projectId,
    @Nullable String region,
    @Nullable String resourceType,
    @Nullable String status,
    @Nullable Details statusDetails) {
  /// @param reason `ready`, or why nothing comes of it
  /// @param diagnosis the same in whole sentences
  /// @param lastScheduledAt the last point in time that was heeded
  /// @param lastJobRun what was started then
  /// @param nextScheduledAt the next point in time
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Details(
      String reason,
      @Nullable Diagnosis diagnosis,
      @Nullable String lastScheduledAt,
      @Nullable String lastJobRun,
      @Nullable String nextScheduledAt) {}
}

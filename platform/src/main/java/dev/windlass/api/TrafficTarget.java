// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// How much of an app's requests goes to one of its revisions, as in Knative's `TrafficTarget`.
///
/// @param revisionName which revision; null for the latest that was ready
/// @param latestRevision true for the latest that was ready, whichever that is at the time
/// @param percent 0 to 100; those of all targets add up to 100; null is 0
/// @param tag a name under which the revision has an address of its own; null for none
/// @param url that address; only in answers
@Json(naming = Json.Naming.LowerUnderscore)
public record TrafficTarget(
    @Nullable String revisionName,
    @Nullable Boolean latestRevision,
    @Nullable Integer percent,
    @Nullable String tag,
    @Nullable String url) {
  /// Everything goes to the latest, unless somebody has said otherwise.
  public static final TrafficTarget LATEST = new TrafficTarget(null, true, 100, null, null);

  /// Whether it follows the latest revision that was ready.
  public boolean latest() {
    return Boolean.TRUE.equals(latestRevision);
  }

  /// Its part of a hundred.
  public int share() {
    return percent == null ? 0 : percent;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A try to bring an image to the machine, as it is kept with the resource that needs it. Times are
/// RFC 3339. Never holds a secret.
///
/// @param image as it was asked for
/// @param digest what it is pinned to, once that is known
/// @param outcome `done` or `failed`
/// @param bytes that came over the network
/// @param cause of a failure: one of the closed list
/// @param retry whether trying again can help: `transient`, `rate_limited`, `permanent`, `local`
/// @param message what happened and what was seen, in one line
/// @param nextAttemptAt when the engine tries again by itself
@Json(naming = Json.Naming.LowerUnderscore)
public record PullAttempt(
    String image,
    @Nullable String digest,
    String outcome,
    String startedAt,
    long milliseconds,
    long bytes,
    @Nullable String cause,
    @Nullable String retry,
    @Nullable String message,
    @Nullable String nextAttemptAt,
    List<Place> places,
    List<Step> steps) {
  /// Where it was asked, and as whom; nobody when there is no user name.
  ///
  /// @param secret the registry secret
  /// @param key the entry of it that was taken
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Place(
      String repository,
      @Nullable String secret,
      @Nullable String key,
      @Nullable String username) {}

  /// What was done, in order.
  ///
  /// @param at what it was about: a host, an address, a digest
  /// @param outcome `done`, `failed` or `skipped`
  /// @param seen the evidence
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Step(
      String name,
      String at,
      String outcome,
      String startedAt,
      long milliseconds,
      Map<String, String> seen) {}

  public PullAttempt {
    places = List.copyOf(places);
    steps = List.copyOf(steps);
  }
}

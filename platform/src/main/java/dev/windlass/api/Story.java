// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How something came to be as it is: what was tried, what happened, and what changed in between.
/// Times are RFC 3339. Never holds a secret.
///
/// @param version of this form; it changes when a field changes its meaning or goes
/// @param subject `app/web`
/// @param summary how it is now, in one line
/// @param entries in the order in which they began
/// @param next what the engine does by itself, and what can be done at once
@Json(naming = Json.Naming.LowerUnderscore)
public record Story(
    int version, String subject, String summary, List<Entry> entries, List<String> next) {
  public static final int VERSION = 1;

  /// @param until when it happened last, if that was more than once
  /// @param kind `made`, `tried`, `changed` or `happened`
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Entry(String at, @Nullable String until, int count, String kind, String text) {}

  public Story {
    entries = List.copyOf(entries);
    next = List.copyOf(next);
  }
}

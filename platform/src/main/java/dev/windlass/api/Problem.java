// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// One thing that was wrong with a request.
///
/// @param code Code Engine's word
/// @param cause the same in our closed list of causes, where it is there
/// @param fix what to do now, where the message does not say so
@Json(naming = Json.Naming.LowerUnderscore)
public record Problem(String code, String message, @Nullable String cause, @Nullable String fix) {
  public Problem(String code, String message) {
    this(code, message, null, null);
  }

  /// For people.
  String words() {
    var words = new StringBuilder(message);
    if (fix != null) {
      words.append("\n  fix: ").append(fix);
    }
    if (cause != null) {
      words.append("\n  code: ").append(cause);
    }
    return words.toString();
  }
}

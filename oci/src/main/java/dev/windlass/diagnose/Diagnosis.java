// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import dev.windlass.image.Failure;
import io.avaje.jsonb.Json;

/// What a person needs to hear when something failed: what happened, why, and what to do now.
///
/// @param code a stable name of the cause for programs, such as `tag_absent`: the [Cause] of a pull
///   that failed
/// @param evidence what was seen: the request, the status, the registry's own words
@Json
public record Diagnosis(String code, String problem, String cause, String fix, String evidence) {
  /// The words for a pull that failed. The problem always begins with `Unable to pull the image`.
  public static Diagnosis of(Failure failure) {
    return PullWords.of(failure);
  }

  /// What happened and what was seen, in one line, as for an event. Without evidence, the cause.
  public String line() {
    String what = problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem;
    String seen = evidence.isEmpty() ? cause : evidence.replace('\n', ' ');
    return seen.isEmpty() ? what : what + ": " + seen;
  }

  @Override
  public String toString() {
    return "%s\n  why: %s\n  fix: %s".formatted(problem, cause, fix);
  }
}

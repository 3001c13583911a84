// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.CodeEngineReason;
import dev.windlass.diagnose.Diagnosis;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Puts what is known of a cause into the form in which it is answered.
public final class Findings {
  private Findings() {}

  /// @param subject what it is wrong with, where that is not the target itself
  /// @param retryAt when the engine tries again by itself
  public static Report.Finding of(
      String subject, Cause cause, Diagnosis words, Optional<Instant> retryAt) {
    return of(subject, cause, cause.candidates(), words, retryAt);
  }

  /// What was decided after all questions.
  static Report.Finding of(Decision decision, Diagnosis words) {
    return of("", decision.cause(), decision.candidates(), words, Optional.empty());
  }

  private static Report.Finding of(
      String subject,
      Cause cause,
      Set<Cause> candidates,
      Diagnosis words,
      Optional<Instant> retryAt) {
    return new Report.Finding(
        subject,
        cause.id(),
        CodeEngineReason.of(cause).toString(),
        cause.retry().toString(),
        words.problem(),
        words.cause(),
        words.fix(),
        words.evidence(),
        candidates(candidates),
        retryAt.map(Instant::toString).orElse(null));
  }

  private static List<String> candidates(Set<Cause> all) {
    return all.size() == 1 ? List.of() : all.stream().map(Cause::id).sorted().toList();
  }

  /// What is to be said of all findings together: `undetermined` when the first, which decides, may
  /// be one of several causes.
  public static String verdict(List<Report.Finding> findings) {
    if (findings.isEmpty()) {
      return Report.HEALTHY;
    }
    var first = findings.getFirst();
    boolean unsure = first.code().equals(Cause.UNDETERMINED.id()) || !first.candidates().isEmpty();
    return unsure ? Report.UNDETERMINED : Report.CAUSE;
  }
}

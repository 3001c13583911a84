// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// What was found when something was made or changed: whether its image can be had, or its
/// credentials are good. It was made all the same.
///
/// @param verdict as of a [Report]; `undetermined` also when no answer came in time
/// @param summary the verdict in one line
@Json(naming = Json.Naming.LowerUnderscore)
public record Preflight(
    String verdict,
    String summary,
    long milliseconds,
    List<Report.Finding> findings,
    List<Report.Warning> warnings) {
  public static Preflight of(Report report) {
    return new Preflight(
        report.verdict(),
        report.summary(),
        report.milliseconds(),
        report.findings(),
        report.warnings());
  }

  public Preflight {
    findings = List.copyOf(findings);
    warnings = List.copyOf(warnings);
  }
}

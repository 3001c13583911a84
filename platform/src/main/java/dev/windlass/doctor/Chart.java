// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.api.Report;
import java.util.ArrayList;
import java.util.List;

/// Gathers what is found, until it is a report. For one thread.
public final class Chart {
  private final Report base;
  private final List<Report.Finding> findings;
  private final List<Report.Warning> warnings;
  private final List<Report.Check> checks;
  private String summary;

  private Chart(Report base) {
    this.base = base;
    this.findings = new ArrayList<>(base.findings());
    this.warnings = new ArrayList<>(base.warnings());
    this.checks = new ArrayList<>(base.checks());
    this.summary = base.summary();
  }

  /// Goes on where a report ended.
  public static Chart of(Report report) {
    return new Chart(report);
  }

  /// With nothing in it yet.
  public static Chart empty(Target target, String checkedAt) {
    return new Chart(
        new Report(
            Report.VERSION,
            target.toString(),
            Report.HEALTHY,
            "",
            checkedAt,
            0,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  public Chart add(Report.Finding finding) {
    findings.add(finding);
    return this;
  }

  public Chart add(Report.Warning warning) {
    warnings.add(warning);
    return this;
  }

  public Chart add(Report.Check check) {
    checks.add(check);
    return this;
  }

  public boolean isHealthy() {
    return findings.isEmpty();
  }

  /// What to say when all is well.
  public Chart saying(String words) {
    summary = words;
    return this;
  }

  public Report report(long milliseconds) {
    return new Report(
        base.version(),
        base.target(),
        Findings.verdict(findings),
        findings.isEmpty() ? summary : findings.getFirst().problem(),
        base.checkedAt(),
        milliseconds,
        base.image(),
        base.digest(),
        findings,
        warnings,
        checks,
        base.ruledOut(),
        base.places(),
        base.steps());
  }
}

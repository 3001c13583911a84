// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.PullAttempt;
import dev.windlass.api.Report;
import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.util.List;

/// What `windlass doctor` shows: the verdict in one line, the evidence, what mends it, then how
/// that was found out.
record ReportView(Call call, Report report) {
  private static final String INDENT = "  ";

  static ReportView of(Call call, Report report) {
    return new ReportView(call, report);
  }

  void print() {
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), tree());
      return;
    }
    line(verdict());
    report.findings().forEach(this::finding);
    report.warnings().forEach(this::warning);
    ruledOut();
    checks();
    steps();
  }

  /// For programs: just as the API answers it.
  private Object tree() {
    return Jsonb.instance().type(Object.class).fromJson(Jsonb.instance().toJson(report));
  }

  private void line(String text) {
    call.console().print(text);
  }

  private String verdict() {
    return switch (report.verdict()) {
      case Report.HEALTHY -> "healthy: " + report.summary();
      case Report.CAUSE -> report.findings().getFirst().code() + ": " + report.summary();
      default -> "cannot tell: " + report.summary();
    };
  }

  private void finding(Report.Finding finding) {
    line("");
    if (!finding.subject().isEmpty() || report.findings().size() > 1) {
      line(subject(finding) + finding.code() + ": " + finding.problem());
    }
    part("why", finding.cause());
    part("seen", finding.evidence());
    fix(finding.fix());
    part("kind", kind(finding));
    if (!finding.candidates().isEmpty()) {
      part("may be", String.join(", ", finding.candidates()));
    }
    next(finding);
  }

  private static String subject(Report.Finding finding) {
    return finding.subject().isEmpty() ? "" : finding.subject() + "  ";
  }

  private static String kind(Report.Finding finding) {
    return "%s, %s (Code Engine: %s)"
        .formatted(finding.code(), finding.retry().replace('_', ' '), finding.reason());
  }

  private void next(Report.Finding finding) {
    if (finding.retryAt() != null) {
      var wait = Duration.between(call.age().now(), Age.parse(finding.retryAt()));
      part("next", "the engine tries again " + (wait.isPositive() ? "in " + Age.of(wait) : "now"));
    }
  }

  private void part(String name, String text) {
    if (!text.isBlank()) {
      line("%s%s: %s".formatted(INDENT, name, text.strip().replace("\n", "\n        ")));
    }
  }

  private void fix(String fix) {
    part("fix", Fix.onLines(fix));
  }

  private void warning(Report.Warning warning) {
    line("");
    line("warning, " + warning.code() + ": " + warning.message());
    fix(warning.fix());
  }

  private void ruledOut() {
    if (!report.ruledOut().isEmpty()) {
      line("");
      line("It is not:");
      var sheet = new Sheet(1);
      report.ruledOut().forEach(not -> sheet.add(not.code(), not.because()));
      sheet.printPlain(call.console());
    }
  }

  private void checks() {
    if (report.checks().isEmpty()) {
      return;
    }
    line("");
    line("Asked:");
    var table = Table.of("Question", "Well", "Answer");
    report.checks().forEach(check -> table.row(check.question(), check.outcome(), check.answer()));
    table.print(call.console(), INDENT);
  }

  private void steps() {
    List<PullAttempt.Step> steps = report.steps();
    boolean verbose = call.options().flag("verbose");
    if (steps.stream().allMatch(step -> !verbose && step.outcome().equals("skipped"))) {
      return;
    }
    line("");
    line("Steps:");
    if (verbose) {
      Attempts.steps(call.console(), steps);
    } else {
      Attempts.brief(call.console(), steps);
    }
  }
}
